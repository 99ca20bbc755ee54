import type { Construct } from 'constructs';
import { PodMonitor } from '../../../imports/monitoring.coreos.com.js';

/** Metrics of a CloudNativePG cluster. The operator's own `enablePodMonitor` is deprecated and cannot be reviewed here. */
export function postgresPodMonitor(scope: Construct, cluster: string): PodMonitor {
  return new PodMonitor(scope, 'pod-monitor', {
    metadata: { name: cluster },
    spec: {
      selector: { matchLabels: { 'cnpg.io/cluster': cluster } },
      podMetricsEndpoints: [{ port: 'metrics' }],
    },
  });
}
