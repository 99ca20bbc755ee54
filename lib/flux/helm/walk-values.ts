import type { Json, JsonObject } from '../../model/json.js';
import { isMap } from '../kustomize/built.js';
import type { JsonPath } from '../tree/view.js';

// A global is looked up by name each time, and slowly in a test's sandbox.
const { isArray } = Array;

/** Deeper values than this nobody writes by hand. */
const DEEPEST = 40;

/** A value within a chart's values, under the name that its map gives it. */
export interface NamedValue {
  readonly key: string;
  readonly value: Json;
  /** From the values' top, the key last. */
  readonly path: JsonPath;
  /** The map that holds it. */
  readonly map: JsonObject;
}

const cache = new WeakMap<object, readonly NamedValue[]>();

/** Every member of every map within a chart's values, in order. Several rules look through them, so they are kept. */
export function walkValues(values: Json | undefined): readonly NamedValue[] {
  if (typeof values !== 'object' || values === null) return [];
  const known = cache.get(values);
  if (known !== undefined) return known;
  const found: NamedValue[] = [];
  addMembers(values, [], found);
  cache.set(values, found);
  return found;
}

function addMembers(value: Json, path: JsonPath, found: NamedValue[]): void {
  if (path.length > DEEPEST) return;
  if (isArray(value)) {
    for (const [index, item] of value.entries()) {
      if (typeof item === 'object' && item !== null) addMembers(item as Json, [...path, index], found);
    }
  } else if (isMap(value)) {
    for (const key of Object.keys(value)) {
      const member = value[key];
      if (member === undefined) continue;
      const below = [...path, key];
      found.push({ key, value: member, path: below, map: value });
      if (typeof member === 'object' && member !== null) addMembers(member, below, found);
    }
  }
}
