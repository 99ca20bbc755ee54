import { chartsOf } from '../../lib/flux/chart/release-chart.js';
import { KNOWN_OPERATORS } from '../../lib/flux/known-operators.js';
import type { TreeView } from '../../lib/flux/tree/view.js';
import type { Definition } from './definitions.js';
import { packageDefinitions } from './package-definitions.js';
import { placeOf } from './redirect-sources.js';
import type { ServedChart } from './servers/chart-server.js';
import { standInChart } from './stand-in-chart.js';

/** Definitions of an API group: of each kind the published one where there is one, otherwise ours. */
export async function definitionsOf(group: string, published: readonly Definition[]): Promise<readonly Definition[]> {
  const own = published.filter(({ spec }) => spec.group === group);
  const kinds = new Set(own.map(({ spec }) => spec.names.kind));
  const rest = (await packageDefinitions(group)).filter(({ spec }) => !kinds.has(spec.names.kind));
  return [...own, ...rest];
}

/** A stand-in for each chart of a tree that comes from a registry, where the tree says that it is. */
export async function fillShelf(view: TreeView, published: readonly Definition[]): Promise<readonly ServedChart[]> {
  const shelf = new Map<string, ServedChart>();
  for (const { at, chart } of chartsOf(view)) {
    const { repository, name, version } = chart;
    const oci = repository.startsWith('oci://');
    const place = oci ? `${placeOf(repository)}/${name}` : placeOf(repository);
    const key = `${place} ${name} ${version}`;
    if (shelf.has(key)) continue;
    const groups = new Set([
      ...(KNOWN_OPERATORS.get(name) ?? []),
      ...(view.settings.provides.get(at.unit?.name ?? '') ?? []),
    ]);
    const definitions: Definition[] = [];
    for (const group of groups) definitions.push(...(await definitionsOf(group, published)));
    const archive = standInChart({ name, version, definitions });
    shelf.set(key, { kind: oci ? 'oci' : 'index', place, name, version, archive });
  }
  return [...shelf.values()];
}
