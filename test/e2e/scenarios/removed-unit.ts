import { field, mapsOf } from '../../../lib/flux/kustomize/built.js';
import { unitGraph, unitKey } from '../../../lib/flux/tree/unit-graph.js';
import type { AppliedObject, FluxUnit } from '../../../lib/flux/tree/view.js';
import { formatResourceId } from '../../../lib/model/manifest.js';
import type { LiveCluster } from '../live-cluster.js';
import { inParallel } from '../system/in-parallel.js';
import { waitUntil } from '../system/wait-until.js';
import { withEdits } from './restore.js';
import type { Scenario } from './scenario.js';

const PRUNE = 'kustomize.toolkit.fluxcd.io/prune';

export const REMOVED_UNIT: Scenario = {
  name: 'a removed unit is pruned; namespaces and volumes stay',
  async run(live) {
    const { view } = live;
    const unit = choose(live);
    if (unit === undefined) return { without: 'every unit is needed by another one' };
    const { file } = unit.kustomization.document;
    const folder = file.replace(/\/[^/]*$/, '');
    const gone = [...unit.objects, ...beside(view.index.all, folder)].filter((one) => one !== unit.kustomization);
    const keeping = await dataHolders(live);
    return withEdits(
      live,
      'a unit that is removed',
      () => remove(live, folder),
      async () => {
        const key = unitKey(unit);
        await waitUntil(`${key} to go`, 90_000, () => (live.observer.states.has(key) ? undefined : true));
        const kept = gone.filter(({ object }) => field(object, 'metadata', 'annotations', PRUNE) === 'disabled');
        const pruned = gone.filter((one) => !kept.includes(one));
        const thereOf = async (objects: readonly AppliedObject[]) =>
          (await inParallel(objects, (one) => isThere(live, one))).flat();
        await waitUntil(`what ${key} applied to go`, 60_000, async () =>
          (await thereOf(pruned)).length === 0 ? true : undefined,
        ).catch(() => undefined);
        const left = await dataHolders(live);
        return {
          findings: [
            ...(await thereOf(pruned)).map((subject) => ({ subject, message: 'was not pruned' })),
            ...[...keeping]
              .filter((one) => !left.has(one))
              .map((subject) => ({ subject, message: 'holds data and is gone' })),
          ],
        };
      },
    );
  },
};

/** Every namespace and every claim of a volume, whoever made it: by a tree, a StatefulSet or a chart. */
async function dataHolders({ api }: LiveCluster): Promise<ReadonlySet<string>> {
  const kinds = { Namespace: 'namespaces', PersistentVolumeClaim: 'persistentvolumeclaims' };
  const found = await Promise.all(
    Object.entries(kinds).map(async ([kind, plural]) => {
      const there = mapsOf((await api.get(`/api/v1/${plural}`)).items).map(({ metadata }) => metadata);
      const kept = there.filter((metadata) => field(metadata, 'deletionTimestamp') === undefined);
      return kept.map((metadata) =>
        [kind, field(metadata, 'namespace'), field(metadata, 'name')].flat().filter(Boolean).join('/'),
      );
    }),
  );
  return new Set(found.flat());
}

/** A unit that no other needs, with a volume and a namespace of its own if there is one. */
function choose({ view }: LiveCluster): FluxUnit | undefined {
  const graph = unitGraph(view);
  const needed = new Set(view.units.flatMap((one) => graph.dependenciesOf(one).map(({ unit }) => unit)));
  const volumes = ({ objects }: FluxUnit) => objects.filter(({ id }) => id.kind === 'PersistentVolumeClaim').length;
  return view.units
    .filter(
      (unit) =>
        !needed.has(unit) &&
        graph.children(unit).length === 0 &&
        graph.children(unit.kustomization.unit as FluxUnit)?.length > 1,
    )
    .filter(
      ({ kustomization }) =>
        kustomization.document.file.endsWith('/ks.yaml') && !kustomization.document.file.endsWith('/flux/ks.yaml'),
    )
    .sort((a, b) => volumes(b) - volumes(a))[0];
}

/** What lies beside a unit's Kustomization and is applied by its area: its namespace. */
function beside(all: readonly AppliedObject[], folder: string): AppliedObject[] {
  return all.filter(({ document }) => document.file.replace(/\/[^/]*$/, '') === folder);
}

/** Takes the unit's folder out of the tree, and its files out of the lists of those above. */
function remove({ copy }: LiveCluster, folder: string): void {
  copy.remove(folder);
  for (const path of copy.files().filter((one) => one.endsWith('/kustomization.yaml'))) {
    const above = path.replace(/\/kustomization\.yaml$/, '');
    if (!folder.startsWith(`${above}/`)) continue;
    const start = `  - ./${folder.slice(above.length + 1)}/`;
    const lines = copy
      .text(path)
      .split('\n')
      .filter((line) => !line.startsWith(start) && `${line}/` !== start);
    copy.write(path, lines.join('\n'));
  }
}

async function isThere({ api, resources }: LiveCluster, { id }: AppliedObject): Promise<string[]> {
  const path = await resources.pathById(id);
  const object = path === undefined ? undefined : await api.get(path).catch(() => undefined);
  return object === undefined ? [] : [formatResourceId(id)];
}
