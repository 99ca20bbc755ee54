import type { TreeRule } from '../tree-rule.js';
import { unitFaults } from './unit-faults.js';

/** Silence about what nobody looked at would be taken for a pass. */
export const kustomizeNotEvaluated: TreeRule = {
  name: 'kustomize-not-evaluated',
  severity: 'info',
  description:
    'A part of a kustomization.yaml is not evaluated here (charts that kustomize inflates, replacements, plugins, what is fetched from elsewhere): no rule sees what it makes.',
  remediation: 'have these objects in the tree, or look at them yourself: flux build kustomization',
  sources: ['DC-15'],
  *check(view) {
    for (const { fault } of unitFaults(view, 'not-evaluated')) {
      const { document: at, message, path } = fault;
      yield { at, message, ...(path === undefined ? {} : { path }) };
    }
  },
};
