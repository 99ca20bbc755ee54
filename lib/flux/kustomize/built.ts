import type { JsonObject } from '../../model/json.js';
import type { TreeDocument, UnitFault } from '../tree/view.js';

// A global is looked up by name each time, and slowly in a test's sandbox.
const { isArray } = Array;

/** An object while kustomize works on it. */
export interface Built {
  readonly document: TreeDocument;
  readonly object: JsonObject;
}

/** A kustomize build so far. Patches and transformers replace its objects one by one. */
export interface Build {
  readonly objects: Built[];
  readonly faults: UnitFault[];
  readonly files: Set<string>;
  /** Files that are read as text alone: what generators and patches name. */
  readonly texts: Set<string>;
  readonly folders: Set<string>;
}

export function isMap(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !isArray(value);
}

/** The maps of a field that should be a list of maps. */
export function mapsOf(value: unknown): JsonObject[] {
  return isArray(value) ? value.filter(isMap) : [];
}

/** The texts of a field that should be a list of texts. */
export function textsOf(value: unknown): string[] {
  return isArray(value) ? value.filter((item): item is string => typeof item === 'string') : [];
}

/** A field of a field, undefined where one of them is no map. */
export function field(value: unknown, ...names: readonly string[]): unknown {
  let at: unknown = value;
  // Every rule reads by this, mostly before it is compiled: a plain loop is faster there.
  for (let index = 0; index < names.length; index++) {
    if (!isMap(at)) return undefined;
    at = at[names[index] as string];
  }
  return at;
}

/** An object with one field set, its parents copied. */
export function withField(object: JsonObject, [name, ...rest]: readonly string[], value: unknown): JsonObject {
  if (name === undefined) return object;
  const below = object[name];
  const inner = rest.length === 0 ? value : withField(isMap(below) ? below : {}, rest, value);
  return { ...object, [name]: inner as JsonObject };
}
