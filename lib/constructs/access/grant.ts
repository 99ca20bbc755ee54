import { KubeRole, KubeRoleBinding } from '../k8s.js';
import type { Unit } from '../unit.js';
import type { AccountRef } from './service-account.js';

/** What RBAC lets one do with objects. `*` is not among it: a grant says what it grants (S1-77). */
export type Verb = 'get' | 'list' | 'watch' | 'create' | 'update' | 'patch' | 'delete';

export const READ: readonly Verb[] = ['get', 'list', 'watch'];

/** Some verbs on some resources of one API group. */
export interface AccessRule {
  /** @default the core group */
  readonly apiGroup?: string;
  /** Plural names, with a subresource such as `pods/log` where it is that. */
  readonly resources: readonly string[];
  readonly verbs: readonly Verb[];
  /** Only objects of these names; `list`, `watch` and `create` cannot be restricted so. @default all of the namespace */
  readonly names?: readonly string[];
}

export interface GrantProps {
  readonly to: readonly AccountRef[];
  readonly rules: readonly AccessRule[];
  /** @default the unit's namespace */
  readonly namespace?: string;
  /** @default 'rbac.yaml' */
  readonly file?: string;
}

/** Lets accounts do something in one namespace: a Role and its RoleBinding, in one file (S1-18, S1-77). */
export function grant(unit: Unit, name: string, props: GrantProps): void {
  const { to, rules, namespace = unit.namespace, file = 'rbac.yaml' } = props;
  for (const rule of rules) refuseWildcards(unit, name, rule);
  const role = new KubeRole(unit, `role-${namespace}-${name}`, {
    metadata: { name, namespace },
    rules: rules.map(({ apiGroup = '', resources, verbs, names }) => ({
      apiGroups: [apiGroup],
      resources: [...resources],
      verbs: [...verbs],
      ...(names === undefined ? {} : { resourceNames: [...names] }),
    })),
  });
  const binding = new KubeRoleBinding(unit, `role-binding-${namespace}-${name}`, {
    metadata: { name, namespace },
    roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'Role', name },
    subjects: to.map((account) => ({ kind: 'ServiceAccount', name: account.name, namespace: account.namespace })),
  });
  unit.place(role, file);
  unit.place(binding, file);
}

function refuseWildcards(unit: Unit, name: string, { apiGroup = '', resources, verbs }: AccessRule): void {
  if (![apiGroup, ...resources, ...verbs].some((word) => word.includes('*'))) return;
  unit.report({
    code: 'VALUE_INVALID',
    field: `grant ${name}`,
    message: 'a wildcard grants more than anybody needs',
    hint: 'name the resources and verbs',
  });
}
