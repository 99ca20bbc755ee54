import { k8s, type Unit } from '../../../lib/index.js';

/**
 * Pod Security has no level between baseline and no limits at all, and rootless builds fit neither. Whoever may create
 * pods in the namespace gets a build, and nothing that would reach the node (S1-77, S1-78).
 */
export function buildPodPolicy(unit: Unit, { image, account }: { image: string; account: string }): void {
  const name = 'build-pods';
  const repository = image.slice(0, image.lastIndexOf(':') + 1);
  const validations = [
    { expression: `object.spec.serviceAccountName == '${account}'`, message: `runs as ServiceAccount ${account}` },
    {
      expression: ['hostNetwork', 'hostPID', 'hostIPC']
        .map((field) => `!object.spec.?${field}.orValue(false)`)
        .join(' && '),
      message: "shares none of the node's namespaces",
    },
    {
      expression: 'object.spec.?volumes.orValue([]).all(v, has(v.emptyDir) || has(v.configMap) || has(v.secret))',
      message: 'mounts emptyDir, ConfigMaps and Secrets only',
    },
    {
      // The API refuses an expression that is not known to be a truth value.
      expression: 'object.spec.?securityContext.?runAsNonRoot.orValue(false) == true',
      message: 'runs as a user other than root',
    },
    {
      expression: `variables.containers.all(c, c.image.startsWith('${repository}'))`,
      message: `runs ${repository.slice(0, -1)} only`,
    },
    {
      expression:
        'variables.security.all(s, !s.?privileged.orValue(false) && s.?runAsNonRoot.orValue(true)' +
        " && s.?procMount.orValue('Default') == 'Default'" +
        " && s.?capabilities.?add.orValue([]).all(c, c in ['SETGID', 'SETUID']))",
      message: 'has no privileges but the capabilities SETGID and SETUID',
    },
    {
      expression: 'variables.containers.all(c, c.?ports.orValue([]).all(p, !has(p.hostPort)))',
      message: 'opens no port of the node',
    },
  ];
  new k8s.KubeValidatingAdmissionPolicy(unit, 'pod-policy', {
    metadata: { name },
    spec: {
      failurePolicy: 'Fail',
      matchConstraints: {
        resourceRules: [
          { apiGroups: [''], apiVersions: ['v1'], operations: ['CREATE', 'UPDATE'], resources: ['pods'] },
        ],
      },
      variables: [
        { name: 'containers', expression: 'object.spec.containers + object.spec.?initContainers.orValue([])' },
        {
          name: 'security',
          expression: 'variables.containers.filter(c, has(c.securityContext)).map(c, c.securityContext)',
        },
      ],
      validations: validations.map(({ expression, message }) => ({ expression, message: `a build pod ${message}` })),
    },
  });
  new k8s.KubeValidatingAdmissionPolicyBinding(unit, 'pod-policy-binding', {
    metadata: { name },
    spec: {
      policyName: name,
      validationActions: ['Deny'],
      matchResources: { namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': unit.namespace } } },
    },
  });
}
