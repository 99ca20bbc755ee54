import type { Json, JsonObject } from '../../model/json.js';
import type { KeyPath, KeyTree } from './key-tree.js';

/** Deeper than any chart's values; schemas may refer to themselves. */
const DEEPEST = 12;
/** A schema that refers to itself in many places would be followed for ever. */
const MOST_STEPS = 50_000;

/** Adds the keys that a JSON Schema of the values describes, and opens maps that it leaves open by a schema of theirs. */
export function addSchemaKeys(schema: Json, tree: KeyTree): void {
  let steps = 0;
  const walk = (part: Json | undefined, path: KeyPath, depth: number): void => {
    steps += 1;
    if (!isObject(part) || depth > DEEPEST || steps > MOST_STEPS) return;
    if (typeof part.$ref === 'string') walk(resolvePointer(schema, part.$ref), path, depth + 1);
    for (const branch of ['allOf', 'anyOf', 'oneOf'] as const) {
      const list = part[branch];
      if (Array.isArray(list)) for (const item of list as readonly Json[]) walk(item, path, depth);
    }
    for (const branch of ['then', 'else', 'if'] as const) walk(part[branch], path, depth);
    if (isObject(part.properties)) {
      for (const [name, child] of Object.entries(part.properties)) {
        tree.add([...path, name]);
        walk(child, [...path, name], depth + 1);
      }
    }
    if (isObject(part.patternProperties) || isObject(part.additionalProperties)) {
      if (path.length > 0) tree.open(path);
    }
  };
  walk(schema, [], 0);
}

function resolvePointer(schema: Json, reference: string): Json | undefined {
  if (!reference.startsWith('#')) return undefined;
  let found: Json | undefined = schema;
  for (const part of reference.slice(1).split('/').filter(Boolean)) {
    const name = decodeURIComponent(part).replaceAll('~1', '/').replaceAll('~0', '~');
    found = isObject(found) ? found[name] : undefined;
  }
  return found;
}

function isObject(value: Json | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
