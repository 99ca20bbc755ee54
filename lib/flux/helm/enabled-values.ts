import type { Json, JsonObject } from '../../model/json.js';
import { isMap } from '../kustomize/built.js';

/** Several rules ask for the same, and look through what they get (walkValues), which is kept by what it looks through. */
const cache = new WeakMap<object, Json | undefined>();

/** Values of a chart without the parts that are switched off (`enabled: false`); paths of the others stay. */
export function enabledValues(value: unknown): Json | undefined {
  if (typeof value !== 'object' || value === null) return value as Json | undefined;
  if (!cache.has(value)) cache.set(value, withoutDisabled(value as Json));
  return cache.get(value);
}

/** The same value where nothing in it is switched off: most of what charts get is not copied. */
function withoutDisabled(value: Json): Json {
  if (!isMap(value)) return Array.isArray(value) ? itemsOf(value) : value;
  if (value.enabled === false) return null;
  let copy: Record<string, Json> | undefined;
  for (const key of Object.keys(value)) {
    const member = value[key];
    if (typeof member !== 'object' || member === null) continue;
    const enabled = withoutDisabled(member);
    if (enabled === member) continue;
    copy ??= { ...(value as Record<string, Json>) };
    Object.defineProperty(copy, key, { value: enabled, enumerable: true, writable: true, configurable: true });
  }
  return (copy as JsonObject | undefined) ?? value;
}

function itemsOf(list: readonly Json[]): Json {
  const items = list.map(withoutDisabled);
  return items.every((item, index) => item === list[index]) ? list : items;
}
