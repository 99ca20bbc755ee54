import type { Json, JsonObject } from '../../model/json.js';
import { isOpen } from '../check/problem.js';

// A global is looked up by name each time, and slowly in a test's sandbox.
const { isArray } = Array;

/** Where a value is in an object. */
export type Path = readonly (string | number)[];

/** Something about an object that its schema cannot say, and the API server refuses. */
export interface SemanticProblem {
  readonly path: Path;
  readonly message: string;
  /** The way out. */
  readonly hint?: string;
}

/** An object that is looked at. */
export interface Subject {
  /** `apps/Deployment`: its group and kind. */
  readonly id: string;
  readonly root: Place;
  /** The pod that an object of a built-in kind is or makes: metadata and spec. */
  readonly template: Place | undefined;
}

/** One topic's problems of an object. */
export type SemanticCheck = (subject: Subject) => Iterable<SemanticProblem>;

const ROOT: Path = [];

/**
 * A value with its place; all reading is by these, so that each problem has its path. The path is put together when
 * somebody asks: hardly any place has a problem.
 */
export class Place {
  // Declared alone: fields that are defined first and set then take twice as long, and there are many places.
  declare readonly value: Json | undefined;
  declare private readonly above: Place | undefined;
  declare private readonly steps: Path;

  constructor(value: Json | undefined, above?: Place, steps: Path = ROOT) {
    this.value = value;
    this.above = above;
    this.steps = steps;
  }

  get path(): Path {
    return this.above === undefined ? this.steps : [...this.above.path, ...this.steps];
  }
}

export function isMap(value: Json | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !isArray(value);
}

/** What some steps down from a place lead to; the value is undefined where they lead nowhere. */
export function at(place: Place, ...steps: readonly string[]): Place {
  let found: Json | undefined = place.value;
  for (let index = 0; index < steps.length; index++) {
    found = isMap(found) ? found[steps[index] as string] : undefined;
  }
  return new Place(found ?? undefined, place, steps);
}

/** The items of a list with their places; none where there is no list. */
export function itemsOf(place: Place): readonly Place[] {
  const { value } = place;
  return isArray(value) ? value.map((item: Json, index) => new Place(item, place, [index])) : NONE;
}

const NONE: readonly Place[] = [];

/** The fields of a map with their places. */
export function fieldsOf(place: Place): [name: string, place: Place][] {
  const found: [string, Place][] = [];
  if (!isMap(place.value)) return found;
  for (const name of Object.keys(place.value)) {
    const value = place.value[name];
    if (value !== undefined && value !== null) found.push([name, new Place(value, place, [name])]);
  }
  return found;
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
  return isArray(value) ? value.some((item: Json) => isOpen(item)) : isOpen(value);
}

/** Problems of items whose text was there before. */
export function* twins(places: readonly Place[], what: string): Generator<SemanticProblem> {
  if (places.length < 2) return;
  const seen = new Set<string>();
  for (const place of places) {
    const text = textAt(place);
    if (text === undefined) continue;
    if (seen.has(text)) yield { path: place.path, message: `${what} "${text}" is there twice` };
    seen.add(text);
  }
}

/** The fields that are set, of those of which only one may be. */
export function exclusive({ value }: Place, names: readonly string[]): string[] {
  if (!isMap(value)) return [];
  return names.filter((name) => value[name] !== undefined && value[name] !== null);
}
