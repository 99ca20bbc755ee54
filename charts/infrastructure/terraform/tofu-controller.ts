import { type Cluster, grant, HelmApp, Unit } from '../../../lib/index.js';

/** Namespace of every Terraform object, its runner and its state: away from Flux's own keys. */
export const TERRAFORM_NAMESPACE = 'terraform';

/**
 * tofu-controller, which runs Terraform from the repository inside the cluster (S3-68). It is in Flux' namespace, as the
 * network policies there let nobody else fetch sources; what it runs is in one of its own.
 */
export function tofuController(cluster: Cluster, { dependsOn = [] }: { dependsOn?: readonly Unit[] } = {}): Unit {
  const unit = new Unit(cluster.infrastructure('terraform'), 'tofu-controller', {
    namespace: cluster.fluxNamespace,
    provides: ['infra.contrib.fluxcd.io'],
    dependsOn,
  });
  grant(unit, 'tf-runner', {
    to: [{ name: 'tf-runner', namespace: TERRAFORM_NAMESPACE }],
    namespace: TERRAFORM_NAMESPACE,
    rules: [
      {
        resources: ['secrets', 'configmaps'],
        verbs: ['get', 'list', 'watch', 'create', 'update', 'patch', 'delete'],
      },
      {
        apiGroup: 'coordination.k8s.io',
        resources: ['leases'],
        verbs: ['get', 'list', 'watch', 'create', 'update', 'patch', 'delete'],
      },
    ],
  });
  new HelmApp(unit, 'tofu-controller', {
    values: {
      // The source is Flux' own GitRepository, in another namespace.
      allowCrossNamespaceRefs: true,
      awsPackage: { install: false },
      concurrency: 4,
      eventsAddress: `http://notification-controller.${cluster.fluxNamespace}.svc.cluster.local./`,
      resources: { requests: { cpu: '50m', memory: '96Mi' }, limits: { memory: '512Mi' } },
      runner: { serviceAccount: { allowedNamespaces: [TERRAFORM_NAMESPACE] } },
    },
    brings: [{ kind: 'ServiceAccount', name: 'tf-runner', namespace: TERRAFORM_NAMESPACE }],
    // The chart lets every runner read and write all Secrets of the cluster; above, it gets those of its namespace.
    patches: [
      {
        target: { kind: 'ClusterRoleBinding', name: 'tf-runner-rolebinding' },
        patch: [
          '$patch: delete',
          'apiVersion: rbac.authorization.k8s.io/v1',
          'kind: ClusterRoleBinding',
          'metadata:',
          '  name: tf-runner-rolebinding',
          '',
        ].join('\n'),
      },
    ],
  });
  return unit;
}
