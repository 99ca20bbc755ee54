/** Maps whose names are free, so that a misspelt one is no unknown field. */
export const FREE_NAMES =
  /(?:^|\.)(?:labels|annotations|matchLabels|nodeSelector|data|stringData|limits|requests|hard|default|defaultRequest|max|values)\./;

const POD = /^(?:Deployment|CronJob|PodTemplate|StatefulSet|DaemonSet|Job)$/;

/** Fields that the API server refuses an object without, by kind. */
export const REQUIRED: readonly { readonly kind?: RegExp; readonly fields: RegExp }[] = [
  { fields: /^metadata\.name$/ },
  { fields: /^kind$/ },
  { fields: /^apiVersion$/ },
  { kind: POD, fields: /\.containers\.\[\]\.name$/ },
  { kind: POD, fields: /\.(?:env|volumes|volumeMounts)\.\[\]\.name$/ },
  { kind: POD, fields: /\.volumeMounts\.\[\]\.mountPath$/ },
  { kind: POD, fields: /\.secretKeyRef\.key$/ },
  { kind: POD, fields: /\.persistentVolumeClaim\.claimName$/ },
  { kind: POD, fields: /\.httpGet\.port$/ },
  { kind: /^Deployment$/, fields: /^spec\.(?:selector|template)$/ },
  { kind: /^CronJob$/, fields: /^spec\.(?:schedule|jobTemplate)$/ },
  { kind: /^(?:Service|Gateway)$/, fields: /^spec\.(?:ports|listeners)\.\[\]\.port$/ },
  { kind: /^Gateway$/, fields: /^spec\.(?:gatewayClassName|listeners)$/ },
  { kind: /^(?:Cluster)?RoleBinding$/, fields: /^(?:roleRef|roleRef\.name|subjects\.\[\]\.(?:name|kind))$/ },
  { kind: /^(?:Cluster)?Role$/, fields: /^rules\.\[\]\.verbs$/ },
  { kind: /^PersistentVolumeClaim$/, fields: /^spec\.(?:accessModes|resources)$/ },
  {
    kind: /^HelmRelease$/,
    fields: /^spec\.(?:interval|chartRef|chart|chart\.spec\.(?:chart|sourceRef)|chartRef\.(?:kind|name))$/,
  },
  { kind: /^OCIRepository$/, fields: /^spec\.(?:interval|url)$/ },
  { kind: /^GitRepository$/, fields: /^spec\.(?:interval|url)$/ },
  {
    kind: /^Kustomization$/,
    fields: /^spec\.(?:interval|prune|sourceRef|sourceRef\.(?:kind|name)|dependsOn\.\[\]\.name)$/,
  },
  {
    kind: /^Kustomization$/,
    fields: /^spec\.(?:decryption\.provider|postBuild\.substituteFrom\.\[\]\.(?:kind|name))$/,
  },
  { kind: /^Receiver$/, fields: /^spec\.(?:type|resources|secretRef)$/ },
  { kind: /^ImageUpdateAutomation$/, fields: /^spec\.(?:interval|sourceRef|git\.commit)$/ },
  { kind: /^ServiceMonitor$/, fields: /^spec\.(?:selector|endpoints)$/ },
  { kind: /^PodMonitor$/, fields: /^spec\.selector$/ },
  { kind: /^PrometheusRule$/, fields: /^spec\.groups\.\[\]\.(?:name|rules\.\[\]\.expr)$/ },
  { kind: /^Cluster$/, fields: /^spec\.backup\.barmanObjectStore\.destinationPath$/ },
  { kind: /^ScheduledBackup$/, fields: /^spec\.(?:schedule|cluster)$/ },
  { kind: /^Database$/, fields: /^spec\.(?:name|owner|cluster)$/ },
  { kind: /^LimitRange$/, fields: /^spec\.limits\.\[\]\.type$/ },
];

/** Fields of a few known values. */
export const ENUMS =
  /(?:^spec\.(?:type|concurrencyPolicy|strategy\.type|failurePolicy|validationActions\.\[\]|policyTypes\.\[\]|accessModes\.\[\])|ports\.\[\]\.protocol|restartPolicy|seccompProfile\.type|fsGroupChangePolicy|whenUnsatisfiable|matchExpressions\.\[\]\.operator|^spec\.(?:install|upgrade)\.crds|^spec\.(?:chartRef|sourceRef)\.kind|^spec\.upgrade\.remediation\.strategy|^spec\.limits\.\[\]\.type|layerSelector\.operation|decryption\.provider|substituteFrom\.\[\]\.kind|metricRelabelings\.\[\]\.action|labels\.pod-security\.kubernetes\.io\/enforce|allowedRoutes\.namespaces\.from|primaryUpdateStrategy|roles\.\[\]\.ensure|update\.strategy|barmanObjectStore\.\w+\.compression)$/;

/** Texts of a form, and what people write instead. */
export const BAD_VALUES: readonly {
  readonly pattern: RegExp;
  readonly values: readonly string[];
  /** Kinds that take such a text all the same. */
  readonly not?: RegExp;
}[] = [
  { pattern: /^spec\.(?:interval|retryInterval|timeout)$/, values: ['1hour', '5 m', '10min', 'hourly', '1d'] },
  { pattern: /^spec\.endpoints\.\[\]\.interval$/, values: ['1min', '30 s', 'minutely'] },
  { pattern: /rules\.\[\]\.for$/, values: ['5 minutes', '5min', 'soon'] },
  { pattern: /ipBlock\.cidr$/, values: ['0.0.0.0/33', '10.0.0.0', '10.0.0/8', 'any'] },
  { pattern: /ipBlock\.except\.\[\]$/, values: ['10.0.0.0/80', '192.168.0.0', '172.16.0/12'] },
  {
    pattern: /^metadata\.name$/,
    values: ['My_App', 'app name', 'App', '-app', 'app.'],
    not: /^(?:Cluster)?Role(?:Binding)?$/,
  },
  { pattern: /^spec\.retentionPolicy$|backup\.retentionPolicy$/, values: ['30 days', 'month', '30'] },
  { pattern: /metadata\.labels\.[^\s]+$/, values: ['not a label', '-n8n', 'über', 'a/b'] },
  { pattern: /(?:ports\.\[\]|listeners\.\[\])\.name$/, values: ['HTTP', 'http_port', 'web port'] },
];

/** Versions that were served once, by group: none of Kubernetes 1.34 or Flux 2.9 serves them. */
export const OLD_VERSIONS: ReadonlyMap<string, string> = new Map([
  ['apps', 'v1beta1'],
  ['batch', 'v1beta1'],
  ['policy', 'v1beta1'],
  ['networking.k8s.io', 'v1beta1'],
  ['rbac.authorization.k8s.io', 'v1beta1'],
  ['admissionregistration.k8s.io', 'v1alpha2'],
  ['helm.toolkit.fluxcd.io', 'v2beta1'],
  ['kustomize.toolkit.fluxcd.io', 'v1beta1'],
  ['source.toolkit.fluxcd.io', 'v1beta1'],
  ['notification.toolkit.fluxcd.io', 'v1beta1'],
  ['image.toolkit.fluxcd.io', 'v1alpha1'],
  ['monitoring.coreos.com', 'v1beta1'],
  ['gateway.networking.k8s.io', 'v1alpha1'],
  ['postgresql.cnpg.io', 'v1alpha1'],
  ['cilium.io', 'v1'],
]);
