import { type Cluster, k8s, openTelemetry, RESTRICTED_CONTAINER, ServiceAccount, Unit } from '../../../lib/index.js';
import { COLLECTOR_CONFIG } from './opentelemetry-collector-config.js';

export interface OpenTelemetryCollectorOptions {
  /** Where metrics, logs and traces go: units that are ready before it (S3-87). */
  readonly stack: Unit;
  readonly loki: Unit;
  readonly tempo: Unit;
}

/**
 * The collector that apps send to: `http://otel-collector.monitoring.svc.cluster.local:4318`, or port 4317 for gRPC.
 * Metrics go to Prometheus, logs to Loki, traces to Tempo, each with the pod that it is from (S3-87).
 */
export function openTelemetryCollector(cluster: Cluster, options: OpenTelemetryCollectorOptions): Unit {
  const { stack, loki, tempo } = options;
  const unit = new Unit(cluster.apps('monitoring'), 'opentelemetry-collector', { dependsOn: [stack, loki, tempo] });
  // The operator's pods do not ask for the token that k8sattributes looks up pods with.
  const account = new ServiceAccount(unit, 'otel-collector', { automount: true });
  const read = { verbs: ['get', 'list', 'watch'] };
  new k8s.KubeClusterRole(unit, 'role', {
    metadata: { name: 'otel-collector' },
    rules: [
      { apiGroups: [''], resources: ['pods', 'namespaces'], ...read },
      { apiGroups: ['apps'], resources: ['replicasets'], ...read },
    ],
  });
  new k8s.KubeClusterRoleBinding(unit, 'role-binding', {
    metadata: { name: 'otel-collector' },
    roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'ClusterRole', name: 'otel-collector' },
    subjects: [{ kind: 'ServiceAccount', name: account.name, namespace: account.namespace }],
  });
  new openTelemetry.OpenTelemetryCollector(unit, 'otel', {
    spec: {
      mode: 'deployment',
      replicas: 1,
      serviceAccount: account.name,
      podSecurityContext: {
        runAsNonRoot: true,
        runAsUser: 10001,
        seccompProfile: { type: 'RuntimeDefault' },
      },
      securityContext: { ...RESTRICTED_CONTAINER, readOnlyRootFilesystem: true },
      resources: { requests: { cpu: '50m', memory: '128Mi' }, limits: { memory: '512Mi' } },
      config: COLLECTOR_CONFIG,
    },
  });
  unit.brings({ kind: 'Service', name: 'otel-collector', ports: [4317, 4318] });
  return unit;
}
