import {
  alertWebhook,
  autoHttps,
  type Cluster,
  DeclaredSecret,
  grafanaAdmin,
  HelmApp,
  monitoring,
  Unit,
} from '../../../lib/index.js';
import { envoyPodMonitorSpec } from './envoy-pod-monitor.js';
import { fluxPodMonitorSpec } from './flux-pod-monitor.js';
import { kubePrometheusStackValues } from './kube-prometheus-stack-values.js';

/** Prometheus, Alertmanager and Grafana, with what the alerts and dashboards of this cluster read (S1-84 to S1-88). */
export function kubePrometheusStack(cluster: Cluster, { definitions }: { definitions: Unit }): Unit {
  const unit = new Unit(cluster.apps('monitoring'), 'kube-prometheus-stack', {
    dependsOn: [definitions],
    podSecurity: { level: 'privileged', reason: "node-exporter reads the host's /proc, /sys, network and root disk" },
  });
  const admin = new DeclaredSecret(unit, 'grafana-admin', grafanaAdmin());
  const target = new DeclaredSecret(unit, 'alertmanager-target', alertWebhook());
  const post = { kind: 'secretWebhook', url: { secret: target.name, key: 'url' } } as const;
  const { storageClass } = cluster.settings;
  new HelmApp(unit, 'kube-prometheus-stack', {
    timeout: '10m',
    // Grafana's volume goes with the release.
    stateful: true,
    brings: [{ kind: 'Service', name: 'kube-prometheus-stack-grafana', ports: [80, 'http-web'] }],
    values: kubePrometheusStackValues({
      cluster: cluster.name,
      grafanaHost: cluster.host('grafana'),
      grafanaAdminSecret: admin.name,
      alertmanager: { timezone: cluster.timezone, targets: { immediate: [post], daily: [post], weekly: [post] } },
      ...(storageClass === undefined ? {} : { storageClass }),
    }),
  });
  autoHttps(unit, {
    service: 'kube-prometheus-stack-grafana',
    port: 80,
    host: 'grafana',
    access: { own: 'Grafana asks for a login' },
  });
  new monitoring.PodMonitor(unit, 'flux', { spec: fluxPodMonitorSpec({ namespace: cluster.fluxNamespace }) });
  new monitoring.PodMonitor(unit, 'cilium-envoy', { spec: envoyPodMonitorSpec({ interval: '60s' }) });
  return unit;
}
