import type { TreeRule } from '../tree-rule.js';

/** A Kustomization whose folder is gone stays at its last state for ever, and everything after it waits (S3-90). */
export const fluxPath: TreeRule = {
  name: 'flux-path',
  severity: 'error',
  description:
    'The path of a Flux Kustomization does not exist: Flux keeps what it applied last, and all that depends on it waits.',
  remediation: 'correct spec.path, or take the Kustomization away',
  sources: ['S3-90', 'DC-15', 'trap 70'],
  *check({ units }) {
    for (const { kustomization, faults } of units) {
      for (const { kind, message, path = [] } of faults) {
        if (kind === 'path') yield { at: kustomization, path, message };
      }
    }
  },
};
