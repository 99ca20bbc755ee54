import { textAt } from '../../flux/presence/facts.js';
import { apiGroup } from '../../model/manifest.js';
import type { TreeRule } from '../tree-rule.js';
import { missingObject } from './missing-object.js';

/** What autoscalers scale. */
export const scaleTargetReference: TreeRule = {
  name: 'scale-target-reference',
  severity: 'error',
  description: 'A HorizontalPodAutoscaler names a workload that nothing brings: nothing is ever scaled.',
  remediation: 'correct kind and name of scaleTargetRef, or declare who brings the workload as external',
  sources: ['DC-09'],
  *check(view) {
    for (const at of view.index.ofKind('autoscaling', 'HorizontalPodAutoscaler')) {
      const ref = ['spec', 'scaleTargetRef'] as const;
      const [kind, name] = [textAt(at.object, ...ref, 'kind'), textAt(at.object, ...ref, 'name')];
      if (kind === undefined || name === undefined || at.id.namespace === undefined) continue;
      const group = apiGroup(textAt(at.object, ...ref, 'apiVersion') ?? '');
      yield* missingObject(view, {
        at,
        path: [...ref, 'name'],
        target: { group, kind, namespace: at.id.namespace, name },
      });
    }
  },
};
