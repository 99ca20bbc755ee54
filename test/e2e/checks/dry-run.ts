import { isVariableToken } from '../../../lib/flux/substitution.js';
import type { AppliedObject, TreeView } from '../../../lib/flux/tree/view.js';
import type { Json, JsonObject } from '../../../lib/model/json.js';
import { formatResourceId } from '../../../lib/model/manifest.js';
import type { ApiClient } from '../api/client.js';
import type { Resources } from '../api/resources.js';
import { standInValue } from '../simulate/stand-in-secret.js';
import { inParallel } from '../system/in-parallel.js';
import type { RunFinding } from './finding.js';

/** Every object of the tree through the API's server-side dry run alone, so that an error names its object. */
export async function dryRunAll(api: ApiClient, resources: Resources, view: TreeView): Promise<readonly RunFinding[]> {
  const objects = view.index.all.filter(({ unit }) => unit !== undefined);
  const found = await inParallel(objects, async (applied): Promise<RunFinding[]> => {
    const object = asApplied(applied);
    try {
      await api.apply(await resources.pathOf(object), object, { manager: 'e2e-dry-run', dryRun: true });
      return [];
    } catch (error) {
      return [{ check: 'dry run', subject: formatResourceId(applied.id), message: (error as Error).message }];
    }
  });
  return found.flat();
}

/** An object as Flux sends it: what only the cluster knows is some text of the same kind. */
export function asApplied({ object, sealed }: AppliedObject): JsonObject {
  const { sops: _, data, stringData, ...rest } = filled(object) as JsonObject;
  if (!sealed)
    return { ...rest, ...(data === undefined ? {} : { data }), ...(stringData === undefined ? {} : { stringData }) };
  const keys = [data, stringData].flatMap((values) => Object.keys((values ?? {}) as JsonObject));
  return { ...rest, stringData: Object.fromEntries(keys.map((key) => [key, standInValue(key)])) };
}

function filled(value: Json | undefined): Json | undefined {
  if (typeof value === 'string')
    return isVariableToken(value) ? value.replace(/\uFDD0[^\uFDD1]*\uFDD1/g, 'stand-in') : value;
  if (Array.isArray(value)) return value.map((one: Json) => filled(one) as Json);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, filled(one) as Json]));
}
