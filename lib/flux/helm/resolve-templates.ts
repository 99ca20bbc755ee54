import type { Json, JsonObject } from '../../model/json.js';
import { isMap } from '../kustomize/built.js';
import { UNKNOWN } from '../tree/unknown.js';

const RELEASE = /\{\{-?\s*\$?\.Release\.(Name|Namespace)\s*-?\}\}/g;
const cache = new WeakMap<object, { readonly key: string; readonly values: JsonObject }>();

/**
 * A chart's values with what templates in them say: many charts evaluate their values once more. The release's name
 * and namespace are known, any other template is not. Values without a template are the same object.
 */
export function resolveTemplates(values: JsonObject, release: string, namespace: string): JsonObject {
  const key = `${namespace}/${release}`;
  const known = cache.get(values);
  if (known?.key === key) return known.values;
  const resolved = resolve(values, (text) => {
    const filled = text.replace(RELEASE, (_, name: string) => (name === 'Name' ? release : namespace));
    return filled.includes('{{') ? UNKNOWN : filled;
  }) as JsonObject;
  cache.set(values, { key, values: resolved });
  return resolved;
}

function resolve(value: Json | undefined, text: (value: string) => string): Json | undefined {
  if (typeof value === 'string') return value.includes('{{') ? text(value) : value;
  if (Array.isArray(value)) {
    const items = value.map((item: Json) => resolve(item, text) as Json);
    return items.some((item, index) => item !== value[index]) ? items : value;
  }
  if (!isMap(value)) return value;
  let changed = false;
  const members = Object.entries(value).map(([key, member]) => {
    const inner = resolve(member, text);
    changed ||= inner !== member;
    return [key, inner] as const;
  });
  return changed ? Object.fromEntries(members) : value;
}
