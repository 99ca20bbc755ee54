import { podsOf } from '../../flux/pods.js';
import type { TreeRule } from '../tree-rule.js';
import { missingObject } from './missing-object.js';

const CLASSES = [
  ['priorityClassName', 'scheduling.k8s.io', 'PriorityClass'],
  ['runtimeClassName', 'node.k8s.io', 'RuntimeClass'],
] as const;
const BUILT_IN = new Set(['system-cluster-critical', 'system-node-critical']);

/** PriorityClasses and RuntimeClasses that pods ask for. */
export const podClassReference: TreeRule = {
  name: 'pod-class-reference',
  severity: 'error',
  description: 'A pod asks for a PriorityClass or RuntimeClass that nothing brings: Kubernetes refuses to create it.',
  remediation: 'correct the class, bring it, or declare who does as external',
  sources: ['DC-09'],
  *check(view) {
    for (const { owner, path, spec } of podsOf(view)) {
      for (const [field, group, kind] of CLASSES) {
        const name = spec[field];
        if (typeof name !== 'string' || name === '' || BUILT_IN.has(name)) continue;
        yield* missingObject(view, { at: owner, path: [...path, 'spec', field], target: { group, kind, name } });
      }
    }
  },
};
