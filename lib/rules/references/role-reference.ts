import { textAt } from '../../flux/presence/facts.js';
import type { TreeRule } from '../tree-rule.js';
import { missingObject } from './missing-object.js';

const RBAC = 'rbac.authorization.k8s.io';
/** Roles that every cluster has. */
const BUILT_IN = /^(?:cluster-admin|admin|edit|view|system:.+)$/;

/** Roles that bindings give. */
export const roleReference: TreeRule = {
  name: 'role-reference',
  severity: 'error',
  description:
    'A binding gives a Role or ClusterRole that is not there: the account is refused everything it asks for.',
  remediation: 'correct the role, bring it, or declare who does as external',
  sources: ['S1-16'],
  *check(view) {
    for (const bindingKind of ['RoleBinding', 'ClusterRoleBinding']) {
      for (const at of view.index.ofKind(RBAC, bindingKind)) {
        const [kind, name] = [textAt(at.object, 'roleRef', 'kind'), textAt(at.object, 'roleRef', 'name')];
        if (kind === undefined || name === undefined || (kind === 'ClusterRole' && BUILT_IN.test(name))) continue;
        const namespace = kind === 'Role' ? at.id.namespace : undefined;
        const target = { group: RBAC, kind, ...(namespace === undefined ? {} : { namespace }), name };
        yield* missingObject(view, { at, path: ['roleRef', 'name'], target });
      }
    }
  },
};
