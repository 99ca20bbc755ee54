import type { Json } from '../../model/json.js';
import { isMap } from '../kustomize/built.js';

/** Values of a chart without the parts that are switched off (`enabled: false`); paths of the others stay. */
export function enabledValues(value: unknown): Json | undefined {
  if (Array.isArray(value)) return value.map((item: unknown) => enabledValues(item) as Json);
  if (!isMap(value)) return value as Json | undefined;
  if (value.enabled === false) return null;
  return Object.fromEntries(Object.entries(value).map(([key, member]) => [key, enabledValues(member)]));
}
