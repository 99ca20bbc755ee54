/** Group of each kind that Terraform's kubernetes provider has a resource for; the core group for all others. */
const GROUPS: Readonly<Record<string, string>> = {
  APIService: 'apiregistration.k8s.io',
  CertificateSigningRequest: 'certificates.k8s.io',
  ClusterRole: 'rbac.authorization.k8s.io',
  ClusterRoleBinding: 'rbac.authorization.k8s.io',
  CronJob: 'batch',
  CSIDriver: 'storage.k8s.io',
  DaemonSet: 'apps',
  Deployment: 'apps',
  EndpointSlice: 'discovery.k8s.io',
  HorizontalPodAutoscaler: 'autoscaling',
  Ingress: 'networking.k8s.io',
  IngressClass: 'networking.k8s.io',
  Job: 'batch',
  MutatingWebhookConfiguration: 'admissionregistration.k8s.io',
  NetworkPolicy: 'networking.k8s.io',
  PodDisruptionBudget: 'policy',
  PriorityClass: 'scheduling.k8s.io',
  Role: 'rbac.authorization.k8s.io',
  RoleBinding: 'rbac.authorization.k8s.io',
  RuntimeClass: 'node.k8s.io',
  StatefulSet: 'apps',
  StorageClass: 'storage.k8s.io',
  ValidatingWebhookConfiguration: 'admissionregistration.k8s.io',
};

const SPELLED: Readonly<Record<string, string>> = {
  api_service: 'APIService',
  csi_driver: 'CSIDriver',
  daemonset: 'DaemonSet',
  default_service_account: 'ServiceAccount',
};

/** Resources that change a part of somebody else's object. */
const PARTS = new Set(['labels', 'annotations', 'env', 'node_taint', 'token_request']);

/** Kind and group of a resource such as `kubernetes_config_map_v1`; undefined where it brings no object of its own. */
export function terraformKind(type: string): { readonly group: string; readonly kind: string } | undefined {
  if (!type.startsWith('kubernetes_')) return undefined;
  const name = type
    .slice('kubernetes_'.length)
    .replace(/_v\d+(?:(?:alpha|beta)\d+)?(?=_data$|$)/, '')
    .replace(/_data$/, '');
  if (PARTS.has(name) || name === 'manifest') return undefined;
  const kind =
    SPELLED[name] ??
    name
      .split('_')
      .map((word) => (word[0] ?? '').toUpperCase() + word.slice(1))
      .join('');
  return { group: GROUPS[kind] ?? '', kind };
}
