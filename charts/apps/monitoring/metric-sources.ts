/** Who exports a metric that an alert or a panel reads, and what must be set for it. */
export interface MetricSource {
  readonly exporter: string;
  /** What the unit of the exporter has to do; without it the metric is missing and its alerts are blind. */
  readonly requires: string;
  readonly metrics: readonly string[];
}

/** Every metric in use. A test refuses a query that reads anything else, so that nothing invented slips in. */
export const METRIC_SOURCES: readonly MetricSource[] = [
  {
    exporter: 'n8n',
    requires: 'N8N_METRICS and N8N_METRICS_INCLUDE_MESSAGE_EVENT_BUS_METRICS are true; a ServiceMonitor on /metrics',
    metrics: ['n8n_workflow_started_total', 'n8n_workflow_success_total', 'n8n_workflow_failed_total'],
  },
  {
    exporter: 'kube-state-metrics',
    requires: 'customResourceState for Flux kinds (flux-state-metrics.ts)',
    metrics: ['gotk_resource_info'],
  },
  {
    exporter: 'kube-state-metrics',
    requires: 'nothing: on by default',
    metrics: [
      'kube_deployment_created',
      'kube_deployment_status_condition',
      'kube_deployment_status_replicas_available',
      'kube_deployment_status_replicas_unavailable',
      'kube_pod_container_status_restarts_total',
    ],
  },
  {
    exporter: 'kubelet',
    requires: 'volumes that the kubelet measures: not hostPath',
    metrics: [
      'kubelet_volume_stats_available_bytes',
      'kubelet_volume_stats_capacity_bytes',
      'kubelet_volume_stats_used_bytes',
    ],
  },
  {
    exporter: 'cAdvisor in the kubelet',
    requires: 'nothing: on by default',
    metrics: ['container_cpu_usage_seconds_total', 'container_memory_working_set_bytes'],
  },
  {
    exporter: 'node-exporter',
    requires: 'a namespace that allows privileged pods',
    metrics: ['node_filesystem_avail_bytes', 'node_filesystem_size_bytes', 'node_memory_MemAvailable_bytes'],
  },
  {
    exporter: 'kube-apiserver',
    requires: 'nothing: on by default',
    metrics: ['authentication_attempts'],
  },
  {
    exporter: 'CloudNativePG',
    requires: 'an own PodMonitor: label cnpg.io/cluster, port metrics; in-tree backups for the timestamp',
    metrics: ['cnpg_collector_up', 'cnpg_collector_last_available_backup_timestamp'],
  },
  {
    exporter: 'cloudflared',
    requires: 'metrics: 0.0.0.0:2000, a named container port and a PodMonitor',
    metrics: [
      'cloudflared_tunnel_ha_connections',
      'cloudflared_tunnel_response_by_code',
      'cloudflared_tunnel_request_errors',
    ],
  },
  {
    exporter: 'registry',
    requires: 'http.debug.prometheus.enabled on port 5001, not exposed, and a ServiceMonitor',
    metrics: ['registry_http_requests_total'],
  },
  {
    exporter: 'Prometheus',
    requires: 'nothing: it writes this for each target',
    metrics: ['up'],
  },
  {
    exporter: "Cilium's Envoy",
    requires: 'Envoy as a DaemonSet with its metrics port (both are defaults), and envoy-pod-monitor.ts',
    metrics: ['envoy_cluster_upstream_rq_xx', 'envoy_cluster_upstream_rq_time_bucket'],
  },
];
