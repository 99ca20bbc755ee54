import { RBAC_GROUP, type RoleRule } from './rbac.js';

/** A right with which its owner can get others. */
export interface Power {
  readonly what: string;
  readonly groups: readonly string[];
  /** Undefined: of any. */
  readonly resources?: readonly string[];
  readonly verbs: readonly string[];
  /** Only dangerous where it holds in every namespace. */
  readonly clusterWide?: boolean;
  /** Harmless for objects that the rule names. */
  readonly unlessNamed?: boolean;
}

const WRITE = ['create', 'update', 'patch'];
const READ = ['get', 'list', 'watch'];
const WORKLOADS = ['deployments', 'statefulsets', 'daemonsets', 'replicasets'];

/** Rights that lead to more rights (https://kubernetes.io/docs/concepts/security/rbac-good-practices/). */
export const POWERS: readonly Power[] = [
  { what: 'can raise its own rights', groups: [RBAC_GROUP], verbs: ['escalate'] },
  { what: 'can give itself any role', groups: [RBAC_GROUP], verbs: ['bind'], unlessNamed: true },
  {
    what: 'can act as somebody else',
    groups: ['', 'authentication.k8s.io'],
    resources: ['users', 'groups', 'serviceaccounts', 'uids'],
    verbs: ['impersonate'],
    unlessNamed: true,
  },
  {
    what: 'can change roles and bindings',
    groups: [RBAC_GROUP],
    resources: ['roles', 'rolebindings', 'clusterroles', 'clusterrolebindings'],
    verbs: WRITE,
    unlessNamed: true,
  },
  {
    what: 'can make tokens of ServiceAccounts',
    groups: [''],
    resources: ['serviceaccounts/token'],
    verbs: ['create'],
    unlessNamed: true,
  },
  {
    what: 'can read the secrets of every namespace',
    groups: [''],
    resources: ['secrets'],
    verbs: READ,
    clusterWide: true,
    unlessNamed: true,
  },
  {
    what: 'can start pods in every namespace, with any ServiceAccount and Secret in them',
    groups: ['', 'apps', 'batch'],
    resources: ['pods', 'replicationcontrollers', 'jobs', 'cronjobs', ...WORKLOADS],
    verbs: ['create'],
    clusterWide: true,
  },
  {
    what: 'can run commands in pods of every namespace',
    groups: [''],
    resources: ['pods/exec', 'pods/attach', 'pods/ephemeralcontainers'],
    verbs: ['create', 'get', 'update', 'patch'],
    clusterWide: true,
  },
  { what: 'can use the kubelets of the nodes', groups: [''], resources: ['nodes/proxy'], verbs: ['get', 'create'] },
  {
    what: 'can approve certificates that log in as anybody',
    groups: ['certificates.k8s.io'],
    resources: ['certificatesigningrequests/approval', 'signers'],
    verbs: ['update', 'patch', 'approve'],
    unlessNamed: true,
  },
  {
    what: 'can change what the API server lets in',
    groups: ['admissionregistration.k8s.io'],
    resources: ['mutatingwebhookconfigurations', 'validatingwebhookconfigurations', 'validatingadmissionpolicies'],
    verbs: WRITE,
    unlessNamed: true,
  },
];

/** The verb of a rule that gives a power; undefined where none does. Wildcards have a rule of their own. */
export function grants({ groups, resources, verbs, named }: RoleRule, power: Power): string | undefined {
  if (named && power.unlessNamed === true) return undefined;
  if (!groups.some((group) => power.groups.includes(group))) return undefined;
  if (power.resources !== undefined && !resources.some((name) => power.resources?.includes(name))) return undefined;
  return verbs.find((verb) => power.verbs.includes(verb));
}
