import type { Json, JsonObject } from '../../model/json.js';
import { isOpen } from '../check/problem.js';

/** Where a value is in an object. */
export type Path = readonly (string | number)[];

/** Something about an object that its schema cannot say, and the API server refuses. */
export interface SemanticProblem {
  readonly path: Path;
  readonly message: string;
  /** The way out. */
  readonly hint?: string;
}

/** One topic's problems of an object. */
export type SemanticCheck = (object: JsonObject) => Iterable<SemanticProblem>;

/** A value with its place; all reading is by these, so that each problem has its path. */
export interface Place {
  readonly value: Json | undefined;
  readonly path: Path;
}

export function isMap(value: Json | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** What some steps down from a place lead to; the value is undefined where they lead nowhere. */
export function at({ value, path }: Place, ...steps: readonly string[]): Place {
  let found: Json | undefined = value;
  for (const step of steps) found = isMap(found) ? found[step] : undefined;
  return { value: found ?? undefined, path: [...path, ...steps] };
}

/** The items of a list with their places; none where there is no list. */
export function itemsOf({ value, path }: Place): Place[] {
  return Array.isArray(value) ? value.map((item: Json, index) => ({ value: item, path: [...path, index] })) : [];
}

/** The fields of a map with their places. */
export function fieldsOf({ value, path }: Place): [name: string, place: Place][] {
  if (!isMap(value)) return [];
  return Object.entries(value)
    .filter(([, field]) => field !== undefined && field !== null)
    .map(([name, field]) => [name, { value: field, path: [...path, name] }]);
}

/** The text at a place; undefined where there is none, or where nobody knows it before the cluster. */
export function textAt(place: Place): string | undefined {
  return typeof place.value === 'string' && !isOpen(place.value) ? place.value : undefined;
}

/** True where something is there, whatever it will be. */
export function isThere({ value }: Place): boolean {
  return value !== undefined && value !== null;
}

/** True where a value, or a name or value within it, is known only in the cluster. */
export function isPartlyOpen(value: Json | undefined): boolean {
  if (isMap(value)) return Object.entries(value).some(([name, field]) => isOpen(name) || isOpen(field));
  return Array.isArray(value) ? value.some((item: Json) => isOpen(item)) : isOpen(value);
}

/** Problems of items whose text was there before. */
export function* twins(places: readonly Place[], what: string): Generator<SemanticProblem> {
  const seen = new Set<string>();
  for (const place of places) {
    const text = textAt(place);
    if (text === undefined) continue;
    if (seen.has(text)) yield { path: place.path, message: `${what} "${text}" is there twice` };
    seen.add(text);
  }
}

/** The fields that are set, of those of which only one may be. */
export function exclusive(place: Place, names: readonly string[]): string[] {
  return names.filter((name) => isThere(at(place, name)));
}
