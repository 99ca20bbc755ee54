import { at, exclusive, isThere, itemsOf, type Place, type SemanticProblem, type Subject, textAt } from './read.js';

/** Built-in kinds whose fields must fit each other: disruption budgets, autoscalers, roles, secrets of a type. */
export function* checkPolicies({ id, root }: Subject): Generator<SemanticProblem> {
  const spec = at(root, 'spec');
  if (id === 'policy/PodDisruptionBudget') {
    const set = exclusive(spec, ['minAvailable', 'maxUnavailable']);
    if (set.length > 1) yield { path: spec.path, message: 'has minAvailable and maxUnavailable: only one is allowed' };
  } else if (id === 'autoscaling/HorizontalPodAutoscaler') {
    const [least, most] = [at(spec, 'minReplicas').value, at(spec, 'maxReplicas').value];
    if (typeof least === 'number' && typeof most === 'number' && least > most) {
      yield { path: at(spec, 'minReplicas').path, message: `is more than maxReplicas, ${most}` };
    }
  } else if (id === 'rbac.authorization.k8s.io/Role' || id === 'rbac.authorization.k8s.io/ClusterRole') {
    for (const rule of itemsOf(at(root, 'rules'))) yield* checkRule(rule, id.endsWith('/Role'));
  } else if (id.startsWith('rbac.authorization.k8s.io/')) {
    for (const subject of itemsOf(at(root, 'subjects'))) yield* checkSubject(subject, id.endsWith('/RoleBinding'));
  } else if (id === '/Secret') yield* checkSecretType(root);
}

function* checkRule(rule: Place, namespaced: boolean): Generator<SemanticProblem> {
  const urls = itemsOf(at(rule, 'nonResourceURLs'));
  if (itemsOf(at(rule, 'verbs')).length === 0) yield { path: rule.path, message: 'has no verbs' };
  if (urls.length > 0 && namespaced)
    yield { path: at(rule, 'nonResourceURLs').path, message: 'only a ClusterRole can have' };
  if (urls.length > 0) return;
  if (itemsOf(at(rule, 'apiGroups')).length === 0)
    yield { path: rule.path, message: 'has no apiGroups', hint: 'the core group is ""' };
  if (itemsOf(at(rule, 'resources')).length === 0) yield { path: rule.path, message: 'has no resources' };
}

function* checkSubject(subject: Place, namespaced: boolean): Generator<SemanticProblem> {
  if (at(subject, 'kind').value !== 'ServiceAccount' || isThere(at(subject, 'namespace'))) return;
  yield {
    path: subject.path,
    message: `names a ServiceAccount without namespace${namespaced ? ', which is not taken from the binding' : ''}`,
  };
}

/** Keys that a Secret of a type cannot be without. */
const TYPES: Readonly<Record<string, readonly string[]>> = {
  'kubernetes.io/tls': ['tls.crt', 'tls.key'],
  'kubernetes.io/dockerconfigjson': ['.dockerconfigjson'],
  'kubernetes.io/ssh-auth': ['ssh-privatekey'],
};

function* checkSecretType(root: Place): Generator<SemanticProblem> {
  const type = textAt(at(root, 'type'));
  for (const key of TYPES[type ?? ''] ?? []) {
    if (!isThere(at(root, 'data', key)) && !isThere(at(root, 'stringData', key))) {
      yield { path: [], message: `is of type ${type} and has no key "${key}"` };
    }
  }
}
