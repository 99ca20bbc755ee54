import { type DamageClass, damaged, misspell, oneOf, setField, setIn } from '../damage.js';
import { withEntries } from './kustomize.js';

/** Who may do what. */
export const access: readonly DamageClass[] = [
  {
    name: 'role-unknown',
    weight: 3,
    harm: 'the binding grants nothing: the API server takes it, and every request is refused',
    damage: (tree, random) => misspell(tree, random, tree.victims(/^roleRef\.name$/)),
  },
  {
    name: 'subject-unknown',
    weight: 3,
    harm: 'nobody has the rights that somebody needs: no such ServiceAccount',
    damage: (tree, random) => misspell(tree, random, tree.victims(/^subjects\.\[\]\.(?:name|namespace)$/)),
  },
  {
    name: 'rights-wildcard',
    weight: 2,
    harm: 'whoever holds the role may do everything in its reach',
    damage(tree, random) {
      const field = random.pick(['verbs', 'resources', 'apiGroups']) ?? 'verbs';
      const victim = random.pick(tree.victims(new RegExp(`^rules\\.\\[\\]\\.${field}$`)));
      return victim && setField(tree, victim, ['*']);
    },
  },
  {
    name: 'rights-escalate',
    weight: 2,
    harm: 'whoever holds the role gives itself every right, or reads every Secret',
    damage(tree, random) {
      const victim = random.pick(tree.victims(/^rules\.\[\]$/));
      const rule = random.pick([
        {
          apiGroups: ['rbac.authorization.k8s.io'],
          resources: ['roles', 'rolebindings'],
          verbs: ['create', 'escalate', 'bind'],
        },
        { apiGroups: [''], resources: ['users', 'groups', 'serviceaccounts'], verbs: ['impersonate'] },
        { apiGroups: [''], resources: ['secrets'], verbs: ['get', 'list', 'watch'] },
        { apiGroups: [''], resources: ['pods/exec'], verbs: ['create'] },
      ]);
      return victim && setField(tree, victim, rule);
    },
  },
  {
    name: 'cluster-admin',
    weight: 2,
    harm: 'a program that is broken into owns the cluster',
    damage: (tree, random) =>
      oneOf(
        random,
        () => {
          const binding = random.pick(tree.ofKind('RoleBinding'));
          const role = { apiGroup: 'rbac.authorization.k8s.io', kind: 'ClusterRole', name: 'cluster-admin' };
          return binding && setIn(tree, binding, ['roleRef'], role, 'binds cluster-admin');
        },
        () => {
          const account = random.pick(tree.ofKind('ServiceAccount'));
          const unit = account && tree.unitOf(account.file);
          if (account === undefined || unit === undefined) return undefined;
          const list = `${unit.path}/kustomization.yaml`;
          const text = `---
apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRoleBinding
metadata: { name: ${account.name}-admin }
roleRef: { apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: cluster-admin }
subjects: [{ kind: ServiceAccount, name: ${account.name}, namespace: ${account.namespace} }]
`;
          const changes = {
            [`${unit.path}/admin.yaml`]: text,
            [list]: withEntries(tree, list, (entries) => [...entries, './admin.yaml']),
          };
          return damaged(tree, changes, `${account.name} is bound to cluster-admin`, `${unit.path}/admin.yaml`);
        },
      ),
  },
  {
    name: 'admission-policy-unbound',
    weight: 1,
    harm: 'the binding names no policy: nothing of what it forbids is forbidden',
    damage: (tree, random) => misspell(tree, random, tree.victims(/^spec\.policyName$/)),
  },
];
