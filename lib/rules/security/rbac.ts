import { field, isMap, mapsOf, textsOf } from '../../flux/kustomize/built.js';
import type { AppliedObject, TreeView } from '../../flux/tree/view.js';
import type { JsonObject } from '../../model/json.js';

/** API group of roles and bindings. */
export const RBAC_GROUP = 'rbac.authorization.k8s.io';

/** What a role allows: one of its rules. */
export interface RoleRule {
  readonly role: AppliedObject;
  readonly index: number;
  readonly groups: readonly string[];
  readonly resources: readonly string[];
  readonly verbs: readonly string[];
  readonly urls: readonly string[];
  /** Whether it is about objects that it names. */
  readonly named: boolean;
}

/** Every rule of every Role and ClusterRole. */
export function roleRules({ index }: TreeView): RoleRule[] {
  return ['Role', 'ClusterRole'].flatMap((kind) =>
    index.ofKind(RBAC_GROUP, kind).flatMap((role) => {
      const { rules } = role.object;
      return mapsOf(rules).map((rule, at) => ruleOf(role, at, rule));
    }),
  );
}

function ruleOf(role: AppliedObject, index: number, rule: JsonObject): RoleRule {
  return {
    role,
    index,
    groups: textsOf(rule.apiGroups),
    resources: textsOf(rule.resources),
    verbs: textsOf(rule.verbs),
    urls: textsOf(rule.nonResourceURLs),
    named: textsOf(rule.resourceNames).length > 0,
  };
}

/** A RoleBinding or ClusterRoleBinding. */
export interface Binding {
  readonly object: AppliedObject;
  readonly role: { readonly kind: string; readonly name: string };
  readonly subjects: readonly Subject[];
}

/** Who a binding gives a role to. */
export interface Subject {
  readonly kind: string;
  readonly name: string;
  /** Of a ServiceAccount. */
  readonly namespace: string;
}

/** Every binding. */
export function bindingsOf({ index }: TreeView): Binding[] {
  return ['RoleBinding', 'ClusterRoleBinding'].flatMap((kind) =>
    index.ofKind(RBAC_GROUP, kind).map((object): Binding => {
      const role = field(object.object, 'roleRef');
      const { subjects } = object.object;
      return {
        object,
        role: isMap(role) ? { kind: String(role.kind), name: String(role.name) } : { kind: '', name: '' },
        subjects: mapsOf(subjects).map(({ kind, name, namespace }) => ({
          kind: String(kind),
          name: String(name),
          namespace: String(namespace ?? object.id.namespace ?? ''),
        })),
      };
    }),
  );
}
