import {
  allowIngress,
  type Cluster,
  closeNamespace,
  HelmApp,
  monitoring,
  RESTRICTED_CONTAINER,
  restrictedPodWithVolumes,
  Unit,
} from '../../lib/index.js';
import { resources } from './resources.js';

/** Pods that carry this label may use the cache. */
export const BAZEL_CLIENT = { 'homelab/bazel-cache': 'client' } as const;

const GIBIBYTES = 40;

/**
 * A cache of Bazel's, for builds in the cluster (S3-78). Its Service must not be called bazel-remote: Kubernetes would
 * set BAZEL_REMOTE_PORT and more in its pods, which the program takes for its own settings (trap 67).
 */
export function bazelCache(cluster: Cluster): Unit {
  const unit = new Unit(cluster.apps(), 'bazel-cache');
  const [, repository = '', tag = ''] = /^(.+):([^:]+)$/.exec(cluster.image('bazel-cache')) ?? [];
  new HelmApp(unit, 'bazel-cache', {
    chart: 'bazel-remote',
    stateful: true,
    brings: [{ kind: 'Service', name: 'bazel-cache', ports: [80, 'http', 9092, 'grpc'] }],
    values: {
      fullnameOverride: 'bazel-cache',
      kind: 'StatefulSet',
      image: { repository, tag },
      podSecurityContext: restrictedPodWithVolumes(1000),
      securityContext: { ...RESTRICTED_CONTAINER, readOnlyRootFilesystem: true },
      resources: resources('50m', '256Mi', '1Gi'),
      conf: [
        'dir: /data',
        `max_size: ${GIBIBYTES}`,
        'http_address: 0.0.0.0:8080',
        'grpc_address: 0.0.0.0:9092',
        'enable_endpoint_metrics: true',
        'access_log_level: none',
        '',
      ].join('\n'),
      volumeMounts: [{ name: 'data', mountPath: '/data' }],
      volumeClaimTemplates: [
        {
          metadata: { name: 'data' },
          spec: { accessModes: ['ReadWriteOnce'], resources: { requests: { storage: `${GIBIBYTES + 10}Gi` } } },
        },
      ],
    },
  });
  new monitoring.ServiceMonitor(unit, 'service-monitor', {
    metadata: { name: 'bazel-cache' },
    spec: {
      selector: { matchLabels: { 'app.kubernetes.io/instance': 'bazel-cache' } },
      endpoints: [{ port: 'http', path: '/metrics', interval: '1m' }],
    },
  });
  closeNamespace(unit, { prometheus: [8080] });
  // Whoever can write to the cache decides what a build yields.
  const clients = [{ namespaceSelector: {}, podSelector: { matchLabels: { ...BAZEL_CLIENT } } }];
  allowIngress(unit, 'allow-clients', { peers: clients, ports: [8080, 9092] });
  return unit;
}
