import type { ObjectSchema } from '../json-schema.js';

/**
 * What the API server checks of built-in kinds beside their published schemas, which have neither enumerations nor
 * ranges: by definition and field. From the API reference and the API server's behaviour.
 */
type Limits = Readonly<Record<string, Readonly<Record<string, ObjectSchema>>>>;

const oneOf = (...values: string[]): ObjectSchema => ({ enum: values });
const port: ObjectSchema = { minimum: 1, maximum: 65535 };
const natural: ObjectSchema = { minimum: 0 };
const positive: ObjectSchema = { minimum: 1 };
const mode: ObjectSchema = { minimum: 0, maximum: 0o777 };
const label: ObjectSchema = { pattern: '^[a-z0-9]([-a-z0-9]*[a-z0-9])?$', maxLength: 63 };
/** Words of lower case and digits between single dashes, one of them with a letter. */
const portName: ObjectSchema = {
  pattern: '^([a-z0-9]+-)*[a-z0-9]*[a-z][a-z0-9]*(-[a-z0-9]+)*$',
  maxLength: 15,
};
const protocol = oneOf('TCP', 'UDP', 'SCTP');
const pathType = oneOf('Exact', 'Prefix', 'ImplementationSpecific');
const operator = oneOf('In', 'NotIn', 'Exists', 'DoesNotExist');
const accessModes: ObjectSchema = {
  items: oneOf('ReadWriteOnce', 'ReadOnlyMany', 'ReadWriteMany', 'ReadWriteOncePod'),
};
const reclaimPolicy = oneOf('Delete', 'Retain');
const policyTypes: ObjectSchema = { items: oneOf('Ingress', 'Egress') };
const container = { name: label, imagePullPolicy: oneOf('Always', 'IfNotPresent', 'Never') };
const messages = oneOf('File', 'FallbackToLogsOnError');
const policies = oneOf('Fail', 'Ignore');
const webhook = {
  failurePolicy: policies,
  matchPolicy: oneOf('Exact', 'Equivalent'),
  sideEffects: oneOf('None', 'NoneOnDryRun', 'Some', 'Unknown'),
  timeoutSeconds: { minimum: 1, maximum: 30 },
};

export const KUBERNETES_LIMITS: Limits = {
  'meta.v1.LabelSelectorRequirement': { operator },
  'core.v1.NodeSelectorRequirement': { operator: oneOf('In', 'NotIn', 'Exists', 'DoesNotExist', 'Gt', 'Lt') },
  'core.v1.Container': {
    ...container,
    terminationMessagePolicy: messages,
    restartPolicy: oneOf('Always', 'OnFailure', 'Never'),
  },
  'core.v1.EphemeralContainer': { ...container, terminationMessagePolicy: messages },
  'core.v1.ContainerPort': { containerPort: port, hostPort: { minimum: 0, maximum: 65535 }, name: portName, protocol },
  'core.v1.EnvVar': { name: { minLength: 1 } },
  'core.v1.Volume': { name: label },
  'core.v1.VolumeMount': {
    mountPath: { minLength: 1 },
    mountPropagation: oneOf('None', 'HostToContainer', 'Bidirectional'),
  },
  'core.v1.ConfigMapVolumeSource': { defaultMode: mode },
  'core.v1.SecretVolumeSource': { defaultMode: mode },
  'core.v1.ProjectedVolumeSource': { defaultMode: mode },
  'core.v1.KeyToPath': { mode, path: { minLength: 1 } },
  'core.v1.EmptyDirVolumeSource': { medium: { pattern: '^(Memory|HugePages(-.+)?)?$' } },
  'core.v1.HostPathVolumeSource': {
    type: oneOf('', 'DirectoryOrCreate', 'Directory', 'FileOrCreate', 'File', 'Socket', 'CharDevice', 'BlockDevice'),
  },
  'core.v1.Probe': {
    initialDelaySeconds: natural,
    periodSeconds: natural,
    timeoutSeconds: natural,
    successThreshold: natural,
    failureThreshold: natural,
    terminationGracePeriodSeconds: positive,
  },
  'core.v1.HTTPGetAction': { scheme: oneOf('HTTP', 'HTTPS') },
  'core.v1.PodSpec': {
    restartPolicy: oneOf('Always', 'OnFailure', 'Never'),
    dnsPolicy: oneOf('ClusterFirst', 'ClusterFirstWithHostNet', 'Default', 'None'),
    preemptionPolicy: oneOf('PreemptLowerPriority', 'Never'),
    terminationGracePeriodSeconds: natural,
    activeDeadlineSeconds: positive,
    containers: { minItems: 1 },
    hostname: label,
    subdomain: label,
  },
  'core.v1.Toleration': {
    operator: oneOf('Exists', 'Equal', 'Lt', 'Gt'),
    effect: oneOf('NoSchedule', 'PreferNoSchedule', 'NoExecute'),
  },
  'core.v1.TopologySpreadConstraint': {
    maxSkew: positive,
    whenUnsatisfiable: oneOf('DoNotSchedule', 'ScheduleAnyway'),
    nodeAffinityPolicy: oneOf('Honor', 'Ignore'),
    nodeTaintsPolicy: oneOf('Honor', 'Ignore'),
  },
  'core.v1.PreferredSchedulingTerm': { weight: { minimum: 1, maximum: 100 } },
  'core.v1.WeightedPodAffinityTerm': { weight: { minimum: 1, maximum: 100 } },
  'core.v1.PodAffinityTerm': { topologyKey: { minLength: 1 } },
  'core.v1.SeccompProfile': { type: oneOf('RuntimeDefault', 'Unconfined', 'Localhost') },
  'core.v1.AppArmorProfile': { type: oneOf('RuntimeDefault', 'Unconfined', 'Localhost') },
  'core.v1.SecurityContext': { procMount: oneOf('Default', 'Unmasked'), runAsUser: natural, runAsGroup: natural },
  'core.v1.PodSecurityContext': {
    fsGroupChangePolicy: oneOf('OnRootMismatch', 'Always'),
    supplementalGroupsPolicy: oneOf('Merge', 'Strict'),
    runAsUser: natural,
    runAsGroup: natural,
    fsGroup: natural,
  },
  'core.v1.ServiceSpec': {
    type: oneOf('ClusterIP', 'NodePort', 'LoadBalancer', 'ExternalName'),
    sessionAffinity: oneOf('ClientIP', 'None'),
    externalTrafficPolicy: oneOf('Cluster', 'Local'),
    internalTrafficPolicy: oneOf('Cluster', 'Local'),
    ipFamilyPolicy: oneOf('SingleStack', 'PreferDualStack', 'RequireDualStack'),
    ipFamilies: { items: oneOf('IPv4', 'IPv6') },
  },
  'core.v1.ServicePort': { port, nodePort: { minimum: 0, maximum: 65535 }, name: label, protocol },
  'core.v1.PersistentVolumeClaimSpec': { accessModes, volumeMode: oneOf('Filesystem', 'Block') },
  'core.v1.PersistentVolumeSpec': {
    accessModes,
    volumeMode: oneOf('Filesystem', 'Block'),
    persistentVolumeReclaimPolicy: oneOf('Delete', 'Retain', 'Recycle'),
  },
  'core.v1.LimitRangeItem': { type: oneOf('Container', 'Pod', 'PersistentVolumeClaim') },
  'storage.v1.StorageClass': { reclaimPolicy, volumeBindingMode: oneOf('Immediate', 'WaitForFirstConsumer') },
  'apps.v1.DeploymentSpec': { replicas: natural, minReadySeconds: natural, revisionHistoryLimit: natural },
  'apps.v1.DeploymentStrategy': { type: oneOf('Recreate', 'RollingUpdate') },
  'apps.v1.StatefulSetSpec': {
    replicas: natural,
    minReadySeconds: natural,
    revisionHistoryLimit: natural,
    podManagementPolicy: oneOf('OrderedReady', 'Parallel'),
  },
  'apps.v1.StatefulSetUpdateStrategy': { type: oneOf('RollingUpdate', 'OnDelete') },
  'apps.v1.DaemonSetUpdateStrategy': { type: oneOf('RollingUpdate', 'OnDelete') },
  'apps.v1.DaemonSetSpec': { minReadySeconds: natural, revisionHistoryLimit: natural },
  'batch.v1.JobSpec': {
    parallelism: natural,
    completions: natural,
    backoffLimit: natural,
    activeDeadlineSeconds: positive,
    ttlSecondsAfterFinished: natural,
    completionMode: oneOf('NonIndexed', 'Indexed'),
  },
  'batch.v1.CronJobSpec': {
    concurrencyPolicy: oneOf('Allow', 'Forbid', 'Replace'),
    successfulJobsHistoryLimit: natural,
    failedJobsHistoryLimit: natural,
    startingDeadlineSeconds: natural,
  },
  'networking.v1.HTTPIngressPath': { pathType, path: { pattern: '^/' } },
  'networking.v1.NetworkPolicySpec': { policyTypes },
  'networking.v1.NetworkPolicyPort': { protocol, endPort: port },
  'networking.v1.ServiceBackendPort': { number: port },
  'networking.v1.IPBlock': { cidr: { format: 'cidr' }, except: { items: { format: 'cidr' } } },
  'policy.v1.PodDisruptionBudgetSpec': { unhealthyPodEvictionPolicy: oneOf('IfHealthyBudget', 'AlwaysAllow') },
  'autoscaling.v2.HorizontalPodAutoscalerSpec': { minReplicas: natural, maxReplicas: positive },
  'autoscaling.v2.MetricSpec': { type: oneOf('ContainerResource', 'External', 'Object', 'Pods', 'Resource') },
  'autoscaling.v2.MetricTarget': { type: oneOf('Utilization', 'Value', 'AverageValue') },
  'rbac.v1.RoleRef': { kind: oneOf('Role', 'ClusterRole'), apiGroup: oneOf('rbac.authorization.k8s.io') },
  'rbac.v1.Subject': { kind: oneOf('ServiceAccount', 'User', 'Group') },
  'admissionregistration.v1.ValidatingWebhook': webhook,
  'admissionregistration.v1.MutatingWebhook': { ...webhook, reinvocationPolicy: oneOf('Never', 'IfNeeded') },
  'admissionregistration.v1.ValidatingAdmissionPolicySpec': { failurePolicy: policies },
  'admissionregistration.v1.ValidatingAdmissionPolicyBindingSpec': {
    validationActions: { items: oneOf('Deny', 'Warn', 'Audit') },
  },
  'scheduling.v1.PriorityClass': { preemptionPolicy: oneOf('PreemptLowerPriority', 'Never') },
  'apiextensions.v1.CustomResourceDefinitionSpec': { scope: oneOf('Cluster', 'Namespaced') },
};
