import { findCycles } from '../../flux/graph.js';
import { field, mapsOf } from '../../flux/kustomize/built.js';
import { presence } from '../../flux/presence/presence.js';
import { HELM_GROUP } from '../../flux/presence/releases.js';
import type { AppliedObject, TreeFinding, TreeView } from '../../flux/tree/view.js';
import { hintForUnknown } from '../../model/names.js';
import type { TreeRule } from '../tree-rule.js';

/** dependsOn of a HelmRelease names HelmReleases; that of a Kustomization names Kustomizations (trap 74). */
export const helmDependsOn: TreeRule = {
  name: 'helm-depends-on',
  severity: 'error',
  description:
    'dependsOn of a HelmRelease names one that is not there, or HelmReleases wait for each other: they are never installed.',
  remediation: 'name HelmReleases; the order of Kustomizations is declared at the Kustomizations',
  sources: ['S4-03', 'DC-09', 'trap 74'],
  *check(view) {
    const releases = view.index.ofKind(HELM_GROUP, 'HelmRelease');
    const graph = new Map<string, string[]>();
    for (const at of releases) {
      const edges: string[] = [];
      for (const [index, { name, namespace }] of mapsOf(field(at.object, 'spec', 'dependsOn')).entries()) {
        const home = String(namespace ?? at.id.namespace);
        edges.push(`${home}/${name}`);
        yield* missing(view, at, index, String(name), home);
      }
      graph.set(`${at.id.namespace}/${at.id.name}`, edges);
    }
    for (const cycle of findCycles(graph)) {
      const at = releases.find(({ id }) => `${id.namespace}/${id.name}` === cycle[0]);
      const message = `HelmReleases wait for each other: ${cycle.join(' → ')}`;
      if (at !== undefined) yield { at, path: ['spec', 'dependsOn'], message };
    }
  },
};

function* missing(view: TreeView, at: AppliedObject, index: number, name: string, home: string): Iterable<TreeFinding> {
  const target = { group: HELM_GROUP, kind: 'HelmRelease', namespace: home, name };
  if (presence(view).has(target)) return;
  const unit = view.units.some((one) => one.name === name);
  const message = `depends on HelmRelease ${home}/${name}, which nothing brings`;
  const hint = unit
    ? `${name} is a Kustomization: depend on it in ks.yaml`
    : hintForUnknown(name, presence(view).names(target));
  yield { at, path: ['spec', 'dependsOn', index, 'name'], message, hint };
}
