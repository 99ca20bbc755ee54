import { expect, test } from '@jest/globals';
import type { TreeView } from '../../../lib/flux/tree/view.js';
import type { ResourceId } from '../../../lib/model/manifest.js';
import type { ApiClient } from '../api/client.js';
import type { Resources } from '../api/resources.js';
import type { UnitState } from '../observe.js';
import { checkInventory } from './inventory.js';
import { checkOrder } from './order.js';

const config = (name: string): ResourceId => ({ group: '', kind: 'ConfigMap', namespace: 'demo', name });

/** Two units of one object each; `app` depends on `database`. */
const view = (() => {
  const unit = (name: string, dependsOn: readonly object[] = []) => ({
    name,
    namespace: 'flux-system',
    kustomization: { object: { spec: { dependsOn } } },
    objects: [{ id: config(name) }],
  });
  const units = [unit('database'), unit('app', [{ name: 'database' }])];
  const all = units.map((one) => ({ id: config(one.name), unit: one }));
  return { units, index: { all } } as unknown as TreeView;
})();

const resources = { pathById: async ({ name }: ResourceId) => name } as unknown as Resources;

/** An API that has some objects, by the time of their creation. */
const apiWith = (created: Readonly<Record<string, string>>) =>
  ({
    get: async (name: string) => {
      if (created[name] === undefined) throw new Error('not found');
      return { metadata: { creationTimestamp: created[name] } };
    },
  }) as unknown as ApiClient;

const state = (
  name: string,
  ready: 'True' | 'False',
  since: string,
  ids: readonly string[] = [`demo_${name}__ConfigMap`],
) =>
  ({
    key: `flux-system/${name}`,
    ready,
    reason: 'Any',
    applied: '',
    object: {
      status: {
        conditions: [{ type: 'Ready', lastTransitionTime: since }],
        ...(ids.length === 0 ? {} : { inventory: { entries: ids.map((id) => ({ id })) } }),
      },
    },
  }) as unknown as UnitState;

const EARLY = '2026-01-01T00:00:01Z';
const LATE = '2026-01-01T00:00:09Z';

test('a unit that applies after what it depends on is ready is in order', async () => {
  const history = [state('database', 'True', EARLY), state('app', 'False', LATE)];
  expect(await checkOrder(apiWith({ database: EARLY, app: LATE }), resources, view, history)).toEqual([]);
});

test('a unit that applies before that is found, by what was said and by the age of its objects', async () => {
  const history = [state('app', 'True', EARLY), state('database', 'True', LATE)];
  const found = await checkOrder(apiWith({ database: LATE, app: EARLY }), resources, view, history);
  expect(found.map(({ message }) => message)).toEqual([
    'applied before flux-system/database was ready',
    `has an object of ${EARLY}; flux-system/database was ready at ${LATE}`,
  ]);
});

test('a unit that only waits has not begun', async () => {
  const history = [state('app', 'False', EARLY, []), state('database', 'True', LATE), state('app', 'True', LATE)];
  expect(await checkOrder(apiWith({ database: LATE, app: LATE }), resources, view, history)).toEqual([]);
});

test('objects that are missing, of nobody, or of two units are found', async () => {
  const states = new Map(
    [
      state('database', 'True', EARLY, ['demo_database__ConfigMap', 'demo_stray__ConfigMap']),
      state('app', 'True', EARLY, ['demo_database__ConfigMap']),
    ].map((one) => [one.key, one]),
  );
  const found = await checkInventory(apiWith({ database: EARLY }), resources, view, states);
  expect(found.map(({ subject, message }) => `${subject} ${message}`)).toEqual([
    'flux-system/database has demo_stray__ConfigMap in its inventory, which is not in the tree',
    'flux-system/app has no demo_app__ConfigMap in its inventory',
    'flux-system/app has demo_database__ConfigMap in its inventory, which is not in the tree',
    'demo_database__ConfigMap is in the inventories of flux-system/database and flux-system/app',
    'ConfigMap/demo/app is not in the cluster',
  ]);
});
