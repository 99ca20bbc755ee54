import type { Json, JsonObject } from '../../model/json.js';
import { isMap } from './built.js';

/** Keys by which Kubernetes merges lists of maps, most telling first. */
const MERGE_KEYS = ['name', 'mountPath', 'containerPort', 'ip', 'key'] as const;

/**
 * A patch laid over an object: maps merge, null removes, lists of named maps merge by name and other lists are
 * replaced. `$patch: delete` removes and `$patch: replace` replaces.
 *
 * @returns undefined where the patch deletes the object.
 */
export function strategicMerge(base: Json | undefined, patch: Json | undefined): Json | undefined {
  if (Array.isArray(patch)) return Array.isArray(base) ? mergeLists(base, patch) : patch;
  if (!isMap(patch)) return patch;
  const { $patch, ...changes } = patch;
  if ($patch === 'delete') return undefined;
  if ($patch === 'replace' || !isMap(base)) return withoutNulls(changes);
  const result: Record<string, Json | undefined> = { ...base };
  for (const [key, change] of Object.entries(changes)) {
    if (change === null) delete result[key];
    else result[key] = strategicMerge(base[key], change);
  }
  return result;
}

function mergeLists(base: readonly Json[], patch: readonly Json[]): Json[] {
  const key = MERGE_KEYS.find((one) => [...base, ...patch].every((item) => isMap(item) && item[one] !== undefined));
  if (key === undefined || patch.length === 0) return [...patch];
  const result = [...base] as JsonObject[];
  for (const change of patch as readonly JsonObject[]) {
    const index = result.findIndex((item) => item[key] === change[key]);
    const merged = strategicMerge(result[index], change) as JsonObject | undefined;
    if (merged === undefined) result.splice(index, index === -1 ? 0 : 1);
    else if (index === -1) result.push(merged);
    else result[index] = merged;
  }
  return result;
}

function withoutNulls(value: JsonObject): JsonObject {
  return Object.fromEntries(Object.entries(value).filter(([, member]) => member !== null));
}
