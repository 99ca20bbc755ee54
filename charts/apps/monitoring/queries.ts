/** PromQL that alerts and dashboards share, so that a panel shows exactly what an alert judges. */

/** Label matcher of the apps' namespaces, for the shared strategy and for one namespace an app (S1-15, S1-16). */
export const DYNAMIC_APPS = 'namespace=~"dynamic-apps|dynamic-app-.+"';

/** The same, on the labels that `envoyPodMonitor` derives. */
export const DYNAMIC_APPS_TRAFFIC = 'app_namespace=~"dynamic-apps|dynamic-app-.+"';

/** Namespace of the registry and its volume (S1-12). */
export const REGISTRY_NAMESPACE = 'registry';

/** `a / b` where nothing was counted is no data instead of NaN, which no threshold would catch. */
function ratio(part: string, whole: string): string {
  return `(${part}) / ((${whole}) > 0)`;
}

/**
 * How much a counter grew within a window, as a whole number; 0 when it does not exist.
 * A counter of n8n appears only with its first event, so `increase()` alone would miss that one: the value of a
 * series that did not exist before the window counts in full. Rounding undoes `increase()`'s extrapolation, which
 * would make 3 events look like "more than 3".
 */
export function eventsWithin(counter: string, window: string): string {
  const before = `last_over_time(${counter}[1d] offset ${window})`;
  const grown = `sum(increase(${counter}[${window}]) and ${before})`;
  const born = `sum(max_over_time(${counter}[${window}]) unless ${before})`;
  return `round((${grown} or vector(0)) + (${born} or vector(0)))`;
}

/** Finished executions of n8n that succeeded, 0 to 1. */
export function workflowSuccessRate(window: string): string {
  const success = eventsWithin('n8n_workflow_success_total', window);
  return ratio(success, `${success} + ${eventsWithin('n8n_workflow_failed_total', window)}`);
}

/** How full volumes are, 0 to 1, one series a claim; counts what a process that is not root cannot use as used. */
export function volumeUse(matcher: string): string {
  const metric = (name: string) =>
    `max by (namespace, persistentvolumeclaim) (kubelet_volume_stats_${name}{${matcher}})`;
  return `1 - ${metric('available_bytes')} / ${metric('capacity_bytes')}`;
}

export const registryVolumeUse = volumeUse(`namespace="${REGISTRY_NAMESPACE}"`);

/** How full the nodes' own disks are, 0 to 1, one series a file system. */
export const nodeDiskUse =
  '1 - node_filesystem_avail_bytes{fstype!~"tmpfs|ramfs|vfat"} / node_filesystem_size_bytes{fstype!~"tmpfs|ramfs|vfat"}';

function deploymentCondition(type: string): string {
  const selector = `kube_deployment_status_condition{${DYNAMIC_APPS},condition="${type}",status="true"}`;
  return `max by (namespace, deployment) (${selector})`;
}

/** Dynamic apps whose last rollout finished and which are available, 0 to 1; what a deployer reports comes later. */
export const rolloutSuccessRate = ratio(
  `sum(${deploymentCondition('Progressing')} * ${deploymentCondition('Available')})`,
  `count(max by (namespace, deployment) (kube_deployment_created{${DYNAMIC_APPS}}))`,
);

/** 95th percentile of the apps' response times in seconds, as Cilium's Envoy sees them behind the Gateway. */
export function responseTime(window: string): string {
  const buckets = `rate(envoy_cluster_upstream_rq_time_bucket{${DYNAMIC_APPS_TRAFFIC}}[${window}])`;
  return `histogram_quantile(0.95, sum by (app, le) (${buckets})) / 1000`;
}

/** Requests a second for each app; `codeClass` is the status code's first digit. */
export function requestRate(window: string, codeClass = '.+'): string {
  const selector = `${DYNAMIC_APPS_TRAFFIC},envoy_response_code_class=~"${codeClass}"`;
  return `sum by (app) (rate(envoy_cluster_upstream_rq_xx{${selector}}[${window}]))`;
}

/** Flux objects that are not ready, one series each. `ready` is aggregated away: an object that retries alternates. */
export const fluxNotReady =
  'max by (customresource_kind, exported_namespace, name) (gotk_resource_info{ready=~"False|Unknown",suspended!="true"})';

/** Seconds since the newest base backup; since 1970 when there was none yet. */
export function backupAge(namespace: string): string {
  return `time() - max by (namespace) (cnpg_collector_last_available_backup_timestamp{namespace="${namespace}"})`;
}
