import type { Json } from '../../model/json.js';
import { isMap } from '../kustomize/built.js';

/** Several rules ask for the same, and look through what they get (walkValues), which is kept by what it looks through. */
const cache = new WeakMap<object, Json & object>();

/** Values of a chart without the parts that are switched off (`enabled: false`); paths of the others stay. */
export function enabledValues(value: unknown): Json | undefined {
  if (typeof value !== 'object' || value === null) return value as Json | undefined;
  const known = cache.get(value);
  if (known !== undefined) return known;
  const enabled = withoutDisabled(value) as Json & object;
  cache.set(value, enabled);
  return enabled;
}

function withoutDisabled(value: unknown): Json | undefined {
  if (Array.isArray(value)) return value.map((item: unknown) => withoutDisabled(item) as Json);
  if (!isMap(value)) return value as Json | undefined;
  if (value.enabled === false) return null;
  return Object.fromEntries(Object.entries(value).map(([key, member]) => [key, withoutDisabled(member)]));
}
