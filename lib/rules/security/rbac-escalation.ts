import type { TreeFinding } from '../../flux/tree/view.js';
import type { TreeRule } from '../tree-rule.js';
import { type Binding, bindingsOf, roleRules } from './rbac.js';
import { grants, POWERS } from './rbac-powers.js';

const EVERYTHING = new Set(['cluster-admin', 'admin', 'edit']);
/** Groups that everybody is in, and the one that no rule holds back. */
const EVERYBODY: Readonly<Record<string, string>> = {
  'system:masters': 'which nothing can hold back',
  'system:authenticated': 'which everybody with any login is in',
  'system:unauthenticated': 'which everybody is in',
  'system:anonymous': 'which everybody is who has no login',
  'system:serviceaccounts': 'which every pod is in',
};

/** Rights that lead to more rights make every other limit void (S1-77). */
export const rbacEscalation: TreeRule = {
  name: 'rbac-escalation',
  severity: 'error',
  description:
    'A role or binding gives rights with which its owner can get others: changing roles, acting as somebody else, reading every secret, cluster-admin, or rights for a ServiceAccount that every pod has. Whoever takes over one such pod has the cluster.',
  remediation:
    'allow what is needed in one namespace, name the objects with resourceNames, and bind one own ServiceAccount',
  sources: ['S1-77', 'S1-18'],
  *check(view) {
    const bindings = bindingsOf(view);
    const everywhere = new Set(
      bindings.filter(({ object }) => object.id.kind === 'ClusterRoleBinding').map(({ role }) => role.name),
    );
    for (const rule of roleRules(view)) {
      const isEverywhere = rule.role.id.kind === 'ClusterRole' && everywhere.has(rule.role.id.name);
      for (const power of POWERS) {
        if (power.clusterWide === true && !isEverywhere) continue;
        const verb = grants(rule, power);
        if (verb === undefined) continue;
        const path = ['rules', rule.index, 'verbs', rule.verbs.indexOf(verb)];
        yield { at: rule.role, path, message: `whoever has this role ${power.what}` };
      }
    }
    for (const binding of bindings) yield* badBinding(binding);
  },
};

function* badBinding({ object, role, subjects }: Binding): Iterable<TreeFinding> {
  const isEverywhere = object.id.kind === 'ClusterRoleBinding';
  if (role.name === 'cluster-admin' || (isEverywhere && EVERYTHING.has(role.name))) {
    const where = isEverywhere ? 'the whole cluster' : `namespace "${object.id.namespace}"`;
    yield { at: object, path: ['roleRef', 'name'], message: `gives "${role.name}" of ${where}` };
  }
  for (const [index, { kind, name, namespace }] of subjects.entries()) {
    const path = ['subjects', index, 'name'];
    const why = name.startsWith('system:serviceaccounts') ? EVERYBODY['system:serviceaccounts'] : EVERYBODY[name];
    if (kind !== 'ServiceAccount' && why !== undefined) {
      yield { at: object, path, message: `gives "${role.name}" to "${name}", ${why}` };
    }
    if (kind === 'ServiceAccount' && name === 'default') {
      const message = `gives "${role.name}" to the ServiceAccount that every pod of "${namespace}" has by default`;
      yield { at: object, path, message };
    }
  }
}
