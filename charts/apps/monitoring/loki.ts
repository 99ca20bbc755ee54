import { allowIngress, type Cluster, ConfigFiles, HelmApp, monitoring, podsOf, Unit } from '../../../lib/index.js';

export interface LokiOptions {
  /** Units that come up before it: the stack whose Grafana shows its logs (S3-88). */
  readonly dependsOn: readonly Unit[];
  /** How long logs are kept. @default '336h', two weeks */
  readonly retention?: string;
  /** @default '30Gi' */
  readonly storage?: string;
}

/** Logs, in one process with its data on a volume (S3-86). */
export function loki(cluster: Cluster, { dependsOn, retention = '336h', storage = '30Gi' }: LokiOptions): Unit {
  const unit = new Unit(cluster.apps('monitoring'), 'loki', { dependsOn });
  new HelmApp(unit, 'loki', {
    timeout: '10m',
    stateful: true,
    brings: [{ kind: 'Service', name: 'loki', ports: [3100, 'http-metrics', 9095, 'grpc'] }],
    values: {
      loki: {
        auth_enabled: false,
        commonConfig: { replication_factor: 1 },
        storage: { type: 'filesystem' },
        schemaConfig: {
          configs: [
            {
              from: '2026-01-01',
              store: 'tsdb',
              object_store: 'filesystem',
              schema: 'v13',
              index: { prefix: 'loki_index_', period: '24h' },
            },
          ],
        },
        // Without the compactor nothing is ever deleted, whatever the retention says.
        compactor: { retention_enabled: true, delete_request_store: 'filesystem' },
        limits_config: { retention_period: retention, max_query_series: 5000 },
        analytics: { reporting_enabled: false },
        enableServiceLinks: false,
      },
      singleBinary: {
        replicas: 1,
        persistence: { size: storage, whenDeleted: 'Retain', whenScaled: 'Retain' },
        resources: { requests: { cpu: '100m', memory: '384Mi' }, limits: { memory: '1536Mi' } },
      },
      // The parts of a larger Loki, which the chart starts besides.
      read: { replicas: 0 },
      write: { replicas: 0 },
      backend: { replicas: 0 },
      // One process needs no door before it, no memcached, and nothing that writes logs to see them come back.
      gateway: { enabled: false },
      chunksCache: { enabled: false },
      resultsCache: { enabled: false },
      lokiCanary: { enabled: false },
      test: { enabled: false },
      sidecar: { rules: { enabled: false } },
    },
  });
  new ConfigFiles(
    unit,
    'loki-datasource',
    {
      'loki.yaml': {
        apiVersion: 1,
        datasources: [
          {
            name: 'Loki',
            uid: 'loki',
            type: 'loki',
            access: 'proxy',
            url: 'http://loki.monitoring.svc.cluster.local:3100',
            jsonData: { derivedFields: TRACE_LINKS },
          },
        ],
      },
    },
    { labels: { grafana_datasource: '1' } },
  );
  new monitoring.ServiceMonitor(unit, 'service-monitor', {
    metadata: { name: 'loki' },
    spec: {
      selector: { matchLabels: { 'app.kubernetes.io/name': 'loki' } },
      endpoints: [{ port: 'http-metrics', interval: '1m' }],
    },
  });
  // It asks for no login: whoever can reach it can read and write every log.
  const pods = { 'app.kubernetes.io/name': 'loki' };
  allowIngress(unit, 'allow-monitoring', { pods, peers: [podsOf(unit.namespace)] });
  return unit;
}

/** From a line that names its trace to the trace. Grafana fills in variables of such files by itself: its `$$` is a `$`. */
const TRACE_LINKS = [
  { name: 'trace', datasourceUid: 'tempo', matcherType: 'label', matcherRegex: 'trace_id', url: '$${__value.raw}' },
];
