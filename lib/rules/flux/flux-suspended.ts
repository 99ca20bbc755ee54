import { field } from '../../flux/kustomize/built.js';
import { appliedByHand } from '../../flux/tree/flux-objects.js';
import type { TreeRule } from '../tree-rule.js';

/** What is suspended for an hour by hand is resumed; what is suspended in Git is forgotten. */
export const fluxSuspended: TreeRule = {
  name: 'flux-suspended',
  severity: 'warning',
  description: 'A Flux object is suspended in Git: it is not reconciled any more, and nothing says so.',
  remediation: 'take spec.suspend away, or accept the finding with the reason',
  sources: ['S4-02', 'DC-14'],
  *check(view) {
    for (const at of [...view.index.all, ...appliedByHand(view)]) {
      if (!at.id.group.endsWith('.toolkit.fluxcd.io') || field(at.object, 'spec', 'suspend') !== true) continue;
      yield { at, path: ['spec', 'suspend'], message: 'is suspended in Git' };
    }
  },
};
