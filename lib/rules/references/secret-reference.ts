import type { TreeRule } from '../tree-rule.js';
import { checkNamedObjects } from './check-named-object.js';

/** Secrets by name and key: of pods, routes, monitors, issuers, stores, databases, and of charts' values. */
export const secretReference: TreeRule = {
  name: 'secret-reference',
  severity: 'error',
  description:
    'A Secret or a key of it that an object names is not there: the pod stays in CreateContainerConfigError, the ' +
    'route has no certificate, the operator waits for ever. Secrets cannot be read across namespaces.',
  remediation: 'correct the name or key, bring the Secret in that namespace, or declare who does as external',
  sources: ['S2-09', 'S2-28', 'S4-29', 'trap 38', 'trap 43', 'trap 44'],
  check: (view) => checkNamedObjects(view, 'Secret'),
};
