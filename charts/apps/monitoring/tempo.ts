import {
  allowIngress,
  type Cluster,
  ConfigFiles,
  HelmApp,
  monitoring,
  podsOf,
  RESTRICTED_CONTAINER,
  Unit,
} from '../../../lib/index.js';

export interface TempoOptions {
  /** Units that come up before it: logs, in the plan's order (S3-88). */
  readonly dependsOn: readonly Unit[];
  /** How long traces are kept. @default '168h', a week */
  readonly retention?: string;
  /** @default '20Gi' */
  readonly storage?: string;
}

/** Traces, in one process with its data on a volume (S3-87). */
export function tempo(cluster: Cluster, { dependsOn, retention = '168h', storage = '20Gi' }: TempoOptions): Unit {
  const unit = new Unit(cluster.apps('monitoring'), 'tempo', { dependsOn });
  new HelmApp(unit, 'tempo', {
    stateful: true,
    brings: [{ kind: 'Service', name: 'tempo', ports: [3200, 'tempo-prom-metrics', 4317, 'grpc-tempo-otlp', 4318] }],
    values: {
      tempo: {
        retention,
        reportingEnabled: false,
        memBallastSizeMbs: 0,
        receivers: {
          otlp: { protocols: { grpc: { endpoint: '0.0.0.0:4317' }, http: { endpoint: '0.0.0.0:4318' } } },
        },
        resources: { requests: { cpu: '50m', memory: '256Mi' }, limits: { memory: '1Gi' } },
        securityContext: {
          ...RESTRICTED_CONTAINER,
          readOnlyRootFilesystem: true,
          seccompProfile: { type: 'RuntimeDefault' },
        },
      },
      serviceAccount: { automountServiceAccountToken: false },
      persistence: { enabled: true, size: storage },
    },
  });
  new ConfigFiles(
    unit,
    'tempo-datasource',
    {
      'tempo.yaml': {
        apiVersion: 1,
        datasources: [
          {
            name: 'Tempo',
            uid: 'tempo',
            type: 'tempo',
            access: 'proxy',
            url: 'http://tempo.monitoring.svc.cluster.local:3200',
            jsonData: {
              tracesToLogsV2: { datasourceUid: 'loki', filterByTraceID: true },
              serviceMap: { datasourceUid: 'prometheus' },
            },
          },
        ],
      },
    },
    { labels: { grafana_datasource: '1' } },
  );
  new monitoring.ServiceMonitor(unit, 'service-monitor', {
    metadata: { name: 'tempo' },
    spec: {
      selector: { matchLabels: { 'app.kubernetes.io/name': 'tempo' } },
      endpoints: [{ port: 'tempo-prom-metrics', interval: '1m' }],
    },
  });
  // It asks for no login: apps send their traces to the collector.
  const pods = { 'app.kubernetes.io/name': 'tempo' };
  allowIngress(unit, 'allow-traces', { pods, peers: [podsOf(unit.namespace)] });
  return unit;
}
