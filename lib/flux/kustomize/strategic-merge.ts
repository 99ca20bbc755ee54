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
  // kustomize puts what the patch names first, in the patch's order.
  const named = new Set((patch as readonly JsonObject[]).map((change) => change[key]));
  const changed = (patch as readonly JsonObject[]).flatMap((change) => {
    const merged = strategicMerge(
      base.find((item) => isMap(item) && item[key] === change[key]),
      change,
    );
    return merged === undefined ? [] : [merged];
  });
  return [...changed, ...base.filter((item) => isMap(item) && !named.has(item[key]))];
}

function withoutNulls(value: JsonObject): JsonObject {
  return Object.fromEntries(Object.entries(value).filter(([, member]) => member !== null));
}
