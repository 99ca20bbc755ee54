import { podsOf } from '../../flux/pods.js';
import type { TreeRule } from '../tree-rule.js';
import { enforcedLevel } from './namespace-level.js';
import { evaluatePod } from './pod-controls/evaluate.js';

/** The API server takes the Deployment and refuses its pods: the rollout stops, and only an event says why. */
export const podSecurity: TreeRule = {
  name: 'pod-security',
  severity: 'error',
  description:
    'A pod breaks the Pod Security level that its namespace enforces. The API server takes the workload and refuses its pods, so that it never becomes ready and only an event says why.',
  remediation:
    'give the pod the security context that the level asks for, or the namespace another level with a reason',
  sources: ['S1-78', 'S3-50', 'X-18', 'trap 23', 'trap 64'],
  *check(view) {
    for (const pod of podsOf(view)) {
      const enforced = enforcedLevel(view, pod.namespace);
      if (enforced === undefined) continue;
      const { level, minor } = enforced;
      for (const { control, message, path } of evaluatePod(pod, level, minor)) {
        yield {
          at: pod.owner,
          path: [...pod.path, ...path],
          message: `${message}, which namespace "${pod.namespace}" does not allow (${control}, ${level} v1.${minor})`,
        };
      }
    }
  },
};
