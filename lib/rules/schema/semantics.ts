import { appliedByHand } from '../../flux/tree/flux-objects.js';
import { semanticProblems } from '../../schemas/semantics/semantics.js';
import type { TreeRule } from '../tree-rule.js';

/** What only the API server's own code checks, or an operator's. */
export const semantics: TreeRule = {
  name: 'semantics',
  severity: 'error',
  description:
    'Fields that fit their schema fit each other, too: names, selectors, mounts, probes, ports, schedules, claims, and the rules of Flux, Gateway API, External Secrets and CloudNativePG that refuse most.',
  remediation: 'change the one field or the other; the API server takes neither as it is',
  sources: ['S1-101', 'S4-09', 'S3-42'],
  *check(view) {
    for (const at of [...view.index.all, ...appliedByHand(view)]) {
      for (const { path, message, hint } of semanticProblems(at.object)) {
        yield { at, path, message, ...(hint === undefined ? {} : { hint }) };
      }
    }
  },
};
