import { field } from '../../../lib/flux/kustomize/built.js';
import { unitKey } from '../../../lib/flux/tree/unit-graph.js';
import type { TreeView } from '../../../lib/flux/tree/view.js';
import type { ApiClient } from '../api/client.js';
import type { Resources } from '../api/resources.js';
import type { UnitState } from '../observe.js';
import { inParallel } from '../system/in-parallel.js';
import { dependencies } from '../waves.js';
import type { RunFinding } from './finding.js';

/**
 * The order that happened is the order of the graph: by the API's own sequence of events, a unit applies nothing before
 * what it depends on was ready; and none of its objects is older than that.
 */
export async function checkOrder(
  api: ApiClient,
  resources: Resources,
  view: TreeView,
  history: readonly UnitState[],
): Promise<readonly RunFinding[]> {
  const found: RunFinding[] = [];
  const readyAt = new Map<string, number>();
  const startedAt = new Map<string, number>();
  const readySince = new Map<string, string>();
  for (const [index, { key, ready, reason, applied, object }] of history.entries()) {
    if (ready === 'True' && !readyAt.has(key)) {
      readyAt.set(key, index);
      readySince.set(key, transition(object));
    }
    const atWork = ready === 'True' || applied !== '' || field(object, 'status', 'inventory') !== undefined;
    if (atWork && reason !== 'DependencyNotReady' && !startedAt.has(key)) startedAt.set(key, index);
  }
  const created = new Map<string, string>();
  const objects = view.index.all.filter(({ unit }) => unit !== undefined);
  await inParallel(objects, async ({ id, unit }) => {
    const path = await resources.pathById(id);
    const object = path === undefined ? undefined : await api.get(path).catch(() => undefined);
    const time = field(object, 'metadata', 'creationTimestamp');
    if (unit === undefined || typeof time !== 'string') return;
    const key = unitKey(unit);
    if (time < (created.get(key) ?? '9')) created.set(key, time);
  });
  for (const { unit, on } of dependencies(view)) {
    const [key, before] = [unitKey(unit), unitKey(on)];
    const [start, end] = [startedAt.get(key), readyAt.get(before)];
    if (start === undefined) continue;
    const add = (message: string) => found.push({ check: 'order', subject: key, message });
    if (end === undefined || end > start) add(`applied before ${before} was ready`);
    const [oldest, since] = [created.get(key), readySince.get(before)];
    if (oldest !== undefined && since !== undefined && oldest < since)
      add(`has an object of ${oldest}; ${before} was ready at ${since}`);
  }
  return found;
}

function transition(object: UnitState['object']): string {
  const conditions = field(object, 'status', 'conditions') as readonly { type: string; lastTransitionTime: string }[];
  return conditions.find(({ type }) => type === 'Ready')?.lastTransitionTime ?? '';
}
