import { field } from '../../flux/kustomize/built.js';
import { isNeverPruned } from '../../flux/prune.js';
import type { TreeRule } from '../tree-rule.js';

/** Pruning a Kustomization that applies others takes all of them along. */
export const unitsPruned: TreeRule = {
  name: 'units-pruned',
  severity: 'warning',
  description:
    'Flux may prune a Kustomization that applies other Kustomizations: one that is renamed or left out by mistake ' +
    'takes every app below it along.',
  remediation: 'annotate it with kustomize.toolkit.fluxcd.io/prune: disabled',
  sources: ['DC-14', 'trap 82'],
  *check(view) {
    for (const { kustomization: at, objects } of view.units) {
      const byParent = field(at.unit?.kustomization.object, 'spec', 'prune') === true;
      if (!byParent || isNeverPruned(at.object) || field(at.object, 'spec', 'prune') !== true) continue;
      const units = objects.filter(({ id }) => id.kind === 'Kustomization' && id.group.endsWith('toolkit.fluxcd.io'));
      if (units.length === 0) continue;
      yield {
        at,
        message: `applies ${units.length} other Kustomization${units.length === 1 ? '' : 's'}, and Flux may prune it`,
      };
    }
  },
};
