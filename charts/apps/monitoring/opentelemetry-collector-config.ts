import type { openTelemetry } from '../../../lib/index.js';

/** https://opentelemetry.io/docs/collector/configuration/ */
export const COLLECTOR_CONFIG: openTelemetry.OpenTelemetryCollectorProps['spec']['config'] = {
  receivers: {
    otlp: { protocols: { grpc: { endpoint: '0.0.0.0:4317' }, http: { endpoint: '0.0.0.0:4318' } } },
  },
  processors: {
    // First in each pipeline: it refuses before the kernel kills.
    memory_limiter: { check_interval: '5s', limit_percentage: 80, spike_limit_percentage: 20 },
    k8sattributes: {
      extract: { metadata: ['k8s.namespace.name', 'k8s.pod.name', 'k8s.deployment.name', 'k8s.node.name'] },
      pod_association: [{ sources: [{ from: 'connection' }] }],
    },
    batch: { timeout: '5s' },
  },
  exporters: {
    'otlphttp/prometheus': {
      endpoint: 'http://kube-prometheus-stack-prometheus.monitoring.svc.cluster.local:9090/api/v1/otlp',
    },
    'otlphttp/loki': { endpoint: 'http://loki.monitoring.svc.cluster.local:3100/otlp' },
    'otlp/tempo': { endpoint: 'tempo.monitoring.svc.cluster.local:4317', tls: { insecure: true } },
  },
  service: {
    pipelines: {
      metrics: {
        receivers: ['otlp'],
        processors: ['memory_limiter', 'k8sattributes', 'batch'],
        exporters: ['otlphttp/prometheus'],
      },
      logs: {
        receivers: ['otlp'],
        processors: ['memory_limiter', 'k8sattributes', 'batch'],
        exporters: ['otlphttp/loki'],
      },
      traces: {
        receivers: ['otlp'],
        processors: ['memory_limiter', 'k8sattributes', 'batch'],
        exporters: ['otlp/tempo'],
      },
    },
  },
};
