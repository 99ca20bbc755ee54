import { chartInstalls } from '../../flux/helm/chart-installs.js';
import { keepsData } from '../../flux/helm/stateful-values.js';
import { field } from '../../flux/kustomize/built.js';
import { holdsData, isNeverPruned } from '../../flux/prune.js';
import type { AppliedObject, TreeFinding, TreeView } from '../../flux/tree/view.js';
import type { TreeRule } from '../tree-rule.js';

/** Objects whose deletion deletes data, and that Flux would delete when they are moved, renamed or forgotten. */
export const dataPruned: TreeRule = {
  name: 'data-pruned',
  severity: 'error',
  description:
    'Flux prunes this object when it leaves the Kustomization, be it only for another one, and its data goes with it. ' +
    '(That an object was moved cannot be seen in one tree; that it would survive the move can.)',
  remediation: 'annotate it with kustomize.toolkit.fluxcd.io/prune: disabled',
  sources: ['DC-14', 'trap 82', 'S3-26'],
  *check(view) {
    for (const at of view.index.all) {
      const { group, kind } = at.id;
      const holds = kind !== 'Namespace' && holdsData(group, kind);
      if (!(holds || destroys(at)) || !isPruned(at)) continue;
      if (holds) yield { at, message: `${kind} holds data, and Flux may prune it` };
      else {
        const path = ['spec', 'destroyResourcesOnDeletion'];
        yield { at, path, message: 'destroys what it made when it is deleted, and Flux may prune it' };
      }
    }
    yield* releases(view);
  },
};

/** Whether Flux would delete an object that is no longer in its Kustomization. */
export function isPruned({ object, unit }: AppliedObject): boolean {
  return field(unit?.kustomization.object, 'spec', 'prune') === true && !isNeverPruned(object);
}

function destroys({ id, object }: AppliedObject): boolean {
  return id.kind === 'Terraform' && field(object, 'spec', 'destroyResourcesOnDeletion') === true;
}

function* releases(view: TreeView): Iterable<TreeFinding> {
  for (const { at, chart, values, valuesPath } of chartInstalls(view)) {
    if (!isPruned(at) || at.id.kind === 'HelmChartConfig') continue;
    const kept = keepsData(chart, values);
    if (kept === undefined) continue;
    const path = kept.path === undefined || at.id.kind !== 'HelmRelease' ? undefined : [...valuesPath, ...kept.path];
    const message = `${at.id.kind} holds data (${kept.reason}), and Flux may prune it`;
    yield { at, message, ...(path === undefined ? {} : { path }) };
  }
}
