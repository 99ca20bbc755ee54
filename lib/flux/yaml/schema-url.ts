const KUBERNETES = 'https://raw.githubusercontent.com/yannh/kubernetes-json-schema/master';
const HOME_OPS = 'https://kubernetes-schemas.pages.dev';
const CATALOG = 'https://raw.githubusercontent.com/datreeio/CRDs-catalog/main';
const KUSTOMIZE_CONFIG = 'https://json.schemastore.org/kustomization';

// Groups of Kubernetes itself, and those of their kinds that people write.
const BUILT_IN: Readonly<Record<string, readonly string[]>> = {
  '': [
    ...['ConfigMap', 'Endpoints', 'LimitRange', 'Namespace', 'PersistentVolume', 'PersistentVolumeClaim', 'Pod'],
    ...['PodTemplate', 'ReplicationController', 'ResourceQuota', 'Secret', 'Service', 'ServiceAccount'],
  ],
  'admissionregistration.k8s.io': [
    ...['MutatingWebhookConfiguration', 'ValidatingWebhookConfiguration'],
    ...['ValidatingAdmissionPolicy', 'ValidatingAdmissionPolicyBinding'],
  ],
  'apiextensions.k8s.io': ['CustomResourceDefinition'],
  'apiregistration.k8s.io': ['APIService'],
  apps: ['ControllerRevision', 'DaemonSet', 'Deployment', 'ReplicaSet', 'StatefulSet'],
  autoscaling: ['HorizontalPodAutoscaler'],
  batch: ['CronJob', 'Job'],
  'coordination.k8s.io': ['Lease'],
  'discovery.k8s.io': ['EndpointSlice'],
  'networking.k8s.io': ['Ingress', 'IngressClass', 'NetworkPolicy'],
  'node.k8s.io': ['RuntimeClass'],
  policy: ['PodDisruptionBudget'],
  'rbac.authorization.k8s.io': ['ClusterRole', 'ClusterRoleBinding', 'Role', 'RoleBinding'],
  'scheduling.k8s.io': ['PriorityClass'],
  'storage.k8s.io': ['CSIDriver', 'CSINode', 'StorageClass', 'VolumeAttachment'],
};

// Groups of custom resources, by who publishes their schemas.
const PUBLISHED: Readonly<Record<string, string>> = {
  'cert-manager.io': HOME_OPS,
  'cilium.io': HOME_OPS,
  'external-secrets.io': HOME_OPS,
  'externaldns.k8s.io': HOME_OPS,
  'gateway.networking.k8s.io': HOME_OPS,
  'helm.toolkit.fluxcd.io': HOME_OPS,
  'image.toolkit.fluxcd.io': HOME_OPS,
  'kustomize.toolkit.fluxcd.io': HOME_OPS,
  'monitoring.coreos.com': HOME_OPS,
  'notification.toolkit.fluxcd.io': HOME_OPS,
  'postgresql.cnpg.io': HOME_OPS,
  'source.toolkit.fluxcd.io': HOME_OPS,
  'acme.cert-manager.io': CATALOG,
  'bitnami.com': CATALOG,
  'generators.external-secrets.io': CATALOG,
  'metallb.io': CATALOG,
  'snapshot.storage.k8s.io': CATALOG,
  'traefik.io': CATALOG,
};

export interface SchemaOfKind {
  readonly apiVersion: string;
  readonly kind: string;
  /** Full version of the cluster, without `v`: `1.34.2`. */
  readonly kubernetesVersion: string;
}

/** Where an editor finds the JSON schema of a kind; undefined for kinds whose schema is not known to be published. */
export function schemaUrl({ apiVersion, kind, kubernetesVersion }: SchemaOfKind): string | undefined {
  const slash = apiVersion.indexOf('/');
  const group = slash === -1 ? '' : apiVersion.slice(0, slash);
  const version = apiVersion.slice(slash + 1);
  if (group === 'kustomize.config.k8s.io') return kind === 'Kustomization' ? KUSTOMIZE_CONFIG : undefined;
  const file = kind.toLowerCase();
  if (own(BUILT_IN, group)?.includes(kind) === true) {
    const suffix = group === '' ? version : `${group.split('.', 1)[0]}-${version}`;
    return `${KUBERNETES}/v${kubernetesVersion}-standalone-strict/${file}-${suffix}.json`;
  }
  const publisher = own(PUBLISHED, group);
  return publisher === undefined ? undefined : `${publisher}/${group}/${file}_${version}.json`;
}

function own<T>(table: Readonly<Record<string, T>>, key: string): T | undefined {
  return Object.hasOwn(table, key) ? table[key] : undefined;
}
