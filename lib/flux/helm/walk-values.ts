import type { Json } from '../../model/json.js';
import { isMap } from '../kustomize/built.js';
import type { JsonPath } from '../tree/view.js';

/** Deeper values than this nobody writes by hand. */
const DEEPEST = 40;

/** A value within a chart's values, under the name that its map gives it. */
export interface NamedValue {
  readonly key: string;
  readonly value: Json;
  /** From the values' top, the key last. */
  readonly path: JsonPath;
  /** The map that holds it. */
  readonly map: { readonly [key: string]: Json | undefined };
}

/** Every member of every map within a chart's values, in order. */
export function* walkValues(value: Json | undefined, path: JsonPath = []): Generator<NamedValue> {
  if (path.length > DEEPEST) return;
  if (Array.isArray(value)) {
    for (const [index, item] of value.entries()) {
      if (typeof item === 'object') yield* walkValues(item as Json, [...path, index]);
    }
  } else if (isMap(value)) {
    for (const [key, member] of Object.entries(value)) {
      if (member === undefined) continue;
      const below = [...path, key];
      yield { key, value: member, path: below, map: value };
      if (typeof member === 'object' && member !== null) yield* walkValues(member, below);
    }
  }
}
