import type { TreeRule } from '../tree-rule.js';
import { isPruned } from './data-pruned.js';

/** Namespaces that Flux would delete with all that is in them. */
export const namespacePruned: TreeRule = {
  name: 'namespace-pruned',
  severity: 'error',
  description:
    'Flux prunes this Namespace when it leaves the Kustomization, and with it everything in it: volumes, databases, ' +
    'Secrets that exist nowhere else. It has happened in production (kustomize-controller #732).',
  remediation: 'annotate it with kustomize.toolkit.fluxcd.io/prune: disabled',
  sources: ['DC-14', 'trap 82'],
  *check(view) {
    for (const at of view.index.ofKind('', 'Namespace')) {
      if (isPruned(at)) yield { at, message: `Flux may prune Namespace ${at.id.name} with all that is in it` };
    }
  },
};
