import type { Json, JsonObject } from '../../model/json.js';
import { isMap } from './built.js';

/** A step of a JSON patch (RFC 6902). `test`, `move` and `copy` are left out: nobody's kustomization.yaml has them. */
export interface JsonPatchStep {
  readonly op: string;
  readonly path: string;
  readonly value?: Json;
}

/** An object after the steps that can be applied; one whose place does not exist changes nothing. */
export function applyJsonPatch(object: JsonObject, steps: readonly JsonPatchStep[]): JsonObject {
  let result: Json = object;
  for (const { op, path, value } of steps) {
    const [, ...parts] = String(path).split('/');
    const names = parts.map((part) => part.replaceAll('~1', '/').replaceAll('~0', '~'));
    result = set(result, names, op === 'remove' ? undefined : value, op) ?? result;
  }
  return result as JsonObject;
}

function set(
  target: Json | undefined,
  [name, ...rest]: string[],
  value: Json | undefined,
  op: string,
): Json | undefined {
  if (name === undefined) return value;
  if (Array.isArray(target)) {
    const index = name === '-' ? target.length : Number(name);
    const copy: Json[] = [...target];
    if (rest.length > 0) copy[index] = set(copy[index], rest, value, op) as Json;
    else if (value === undefined) copy.splice(index, 1);
    else copy.splice(index, op === 'replace' ? 1 : 0, value);
    return copy;
  }
  const map = isMap(target) ? target : {};
  const inner = rest.length === 0 ? value : set(map[name], rest, value, op);
  const { [name]: _, ...others } = map;
  return inner === undefined ? others : { ...map, [name]: inner };
}
