import { field, mapsOf } from '../../../lib/flux/kustomize/built.js';
import { unitKey } from '../../../lib/flux/tree/unit-graph.js';
import type { TreeView } from '../../../lib/flux/tree/view.js';
import { formatResourceId, type ResourceId } from '../../../lib/model/manifest.js';
import type { ApiClient } from '../api/client.js';
import type { Resources } from '../api/resources.js';
import type { UnitState } from '../observe.js';
import { inParallel } from '../system/in-parallel.js';
import type { RunFinding } from './finding.js';

/** Every object of the tree is in the cluster and in the inventory of its unit, and of no other; and nothing else is. */
export async function checkInventory(
  api: ApiClient,
  resources: Resources,
  view: TreeView,
  states: ReadonlyMap<string, UnitState>,
): Promise<readonly RunFinding[]> {
  const found: RunFinding[] = [];
  const add = (subject: string, message: string) => found.push({ check: 'inventory', subject, message });
  const owners = new Map<string, string[]>();
  for (const unit of view.units) {
    const key = unitKey(unit);
    const has = new Set(inventoryOf(states.get(key)));
    for (const id of has) owners.set(id, [...(owners.get(id) ?? []), key]);
    const wanted = new Set(unit.objects.map(({ id }) => inventoryId(id)));
    for (const id of wanted) if (!has.has(id)) add(key, `has no ${id} in its inventory`);
    for (const id of has) if (!wanted.has(id)) add(key, `has ${id} in its inventory, which is not in the tree`);
  }
  for (const [id, keys] of owners) if (keys.length > 1) add(id, `is in the inventories of ${keys.join(' and ')}`);
  const objects = view.index.all.filter(({ unit }) => unit !== undefined);
  await inParallel(objects, async ({ id }) => {
    const path = await resources.pathById(id);
    const there =
      path !== undefined &&
      (await api.get(path).then(
        () => true,
        () => false,
      ));
    if (!there) add(formatResourceId(id), 'is not in the cluster');
  });
  return found;
}

/** `namespace_name_group_kind`, as Flux writes it. @internal for its test */
export function inventoryId({ namespace = '', name, group, kind }: ResourceId): string {
  return `${namespace}_${name.replaceAll(':', '__')}_${group}_${kind}`;
}

export function inventoryOf(state: UnitState | undefined): string[] {
  return mapsOf(field(state?.object, 'status', 'inventory', 'entries')).map(({ id }) => String(id));
}
