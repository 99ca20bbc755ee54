import { mapsOf } from '../../flux/kustomize/built.js';
import { podsOf } from '../../flux/pods.js';
import type { AppliedObject, TreeView } from '../../flux/tree/view.js';
import type { ResourceId } from '../../model/manifest.js';
import type { TreeRule } from '../tree-rule.js';
import { type Mention, missingObject } from './missing-object.js';

const RBAC = 'rbac.authorization.k8s.io';

/** ServiceAccounts that pods run as, and that bindings give rights to. */
export const serviceAccountReference: TreeRule = {
  name: 'service-account-reference',
  severity: 'error',
  description:
    'A ServiceAccount is named and not there: no pod of that workload is created, and a binding gives its rights to ' +
    'nobody, or to whoever creates an account of that name later.',
  remediation: 'correct name and namespace, bring the ServiceAccount, or declare who does as external',
  sources: ['S1-16', 'S1-19'],
  *check(view) {
    for (const mention of [...accountsOfPods(view), ...subjects(view)]) yield* missingObject(view, mention);
  },
};

function* accountsOfPods(view: TreeView): Iterable<Mention> {
  for (const { owner, namespace, path, spec } of podsOf(view)) {
    const field = typeof spec.serviceAccountName === 'string' ? 'serviceAccountName' : 'serviceAccount';
    const name = spec[field];
    if (typeof name !== 'string' || name === '' || name === 'default') continue;
    yield { at: owner, path: [...path, 'spec', field], target: account(namespace, name) };
  }
}

function* subjects({ index }: TreeView): Iterable<Mention> {
  for (const at of [...index.ofKind(RBAC, 'RoleBinding'), ...index.ofKind(RBAC, 'ClusterRoleBinding')]) {
    for (const [position, { kind, name, namespace = at.id.namespace }] of subjectsOf(at).entries()) {
      if (kind !== 'ServiceAccount' || typeof name !== 'string' || typeof namespace !== 'string') continue;
      if (name !== 'default') yield { at, path: ['subjects', position, 'name'], target: account(namespace, name) };
    }
  }
}

function subjectsOf({ object }: AppliedObject) {
  return mapsOf(object.subjects);
}

function account(namespace: string, name: string): ResourceId {
  return { group: '', kind: 'ServiceAccount', namespace, name };
}
