import type { monitoring } from '../../../lib/index.js';

/** Envoy's name of a route to a Service: `<namespace>/cilium-gateway-<gateway>/<namespace>_<service>_<port>`. */
const GATEWAY_CLUSTER = '[^/]+/cilium-gateway-[^/]+/([a-z0-9-]+)[_:]([a-z0-9-]+)[_:][0-9]+';
const KEPT_METRICS = 'envoy_cluster_upstream_rq_(xx|time_bucket|time_sum|time_count)';

/**
 * The `spec` of a PodMonitor for Cilium's Envoy (S1-85, S1-87): requests through the Gateway, told apart by the
 * labels `app_namespace` and `app`. Cilium is not ours; its default opens the port. Everything that belongs to no
 * Gateway is dropped, since Envoy exports thousands of series a node.
 */
export function envoyPodMonitorSpec({ interval }: { readonly interval: string }): monitoring.PodMonitorProps['spec'] {
  return {
    namespaceSelector: { matchNames: ['kube-system'] },
    selector: { matchLabels: { 'k8s-app': 'cilium-envoy' } },
    podMetricsEndpoints: [
      {
        port: 'envoy-metrics',
        path: '/metrics',
        interval,
        metricRelabelings: [
          {
            sourceLabels: ['__name__', 'envoy_cluster_name'],
            separator: ';',
            regex: `${KEPT_METRICS};${GATEWAY_CLUSTER}`,
            action: 'keep',
          },
          label('app_namespace', '$1'),
          label('app', '$2'),
        ],
      },
    ],
  };
}

function label(targetLabel: string, replacement: string) {
  return {
    sourceLabels: ['envoy_cluster_name'],
    regex: GATEWAY_CLUSTER,
    targetLabel,
    replacement,
    action: 'replace' as const,
  };
}
