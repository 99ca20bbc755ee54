import { type Cluster, HelmApp, monitoring, RESTRICTED_CONTAINER, Unit } from '../../../lib/index.js';
import { ALLOY_CONFIG } from './alloy-config.js';

/** Alloy, which sends what containers write to Loki: one on each node, reading that node's files (S3-86). */
export function alloy(cluster: Cluster, { loki }: { loki: Unit }): Unit {
  const unit = new Unit(cluster.apps('monitoring'), 'alloy', { dependsOn: [loki] });
  new HelmApp(unit, 'alloy', {
    values: {
      crds: { create: false },
      alloy: {
        configMap: { content: ALLOY_CONFIG },
        enableReporting: false,
        mounts: { varlog: true },
        // The kubelet's files are root's.
        securityContext: {
          runAsUser: 0,
          runAsGroup: 0,
          ...RESTRICTED_CONTAINER,
          seccompProfile: { type: 'RuntimeDefault' },
        },
        resources: { requests: { cpu: '50m', memory: '128Mi' }, limits: { memory: '512Mi' } },
      },
      configReloader: { resources: { requests: { cpu: '5m', memory: '32Mi' }, limits: { memory: '64Mi' } } },
      // The chart's own rules read every Secret of the cluster.
      rbac: {
        rules: [{ apiGroups: [''], resources: ['pods'], verbs: ['get', 'list', 'watch'] }],
        // The chart fails without any.
        clusterRules: [{ nonResourceURLs: ['/metrics'], verbs: ['get'] }],
      },
      // Logs of the control plane, too.
      controller: { tolerations: [{ operator: 'Exists', effect: 'NoSchedule' }] },
    },
  });
  new monitoring.ServiceMonitor(unit, 'service-monitor', {
    metadata: { name: 'alloy' },
    spec: {
      selector: { matchLabels: { 'app.kubernetes.io/name': 'alloy' } },
      endpoints: [{ port: 'http-metrics', interval: '1m' }],
    },
  });
  return unit;
}
