import {
  alertWebhook,
  authentikOidc,
  autoHttps,
  basicAuth,
  type Cluster,
  DeclaredSecret,
  grafanaAdmin,
  grafanaOidc,
  HelmApp,
  monitoring,
  type OidcProvider,
  Unit,
} from '../../../lib/index.js';
import { envoyPodMonitorSpec } from './envoy-pod-monitor.js';
import { fluxPodMonitorSpec } from './flux-pod-monitor.js';
import type { GrafanaLogin } from './grafana-login.js';
import { type KubePrometheusStackProps, kubePrometheusStackValues } from './kube-prometheus-stack-values.js';

export interface KubePrometheusStackOptions {
  /** The unit of its custom resource definitions. */
  readonly definitions: Unit;
  /** Units that come up before it. @default none */
  readonly dependsOn?: readonly Unit[];
  /** authentik, which Grafana's users then come from (S3-69). @default Grafana's own users */
  readonly identity?: OidcProvider;
  /** Requests through Gateways of Cilium's, as its Envoy counts them. @default true */
  readonly gateways?: boolean;
  /** What the nodes and the volumes allow. @default as small as a Raspberry Pi needs it */
  readonly size?: Pick<
    KubePrometheusStackProps,
    'retention' | 'retentionSize' | 'prometheusStorage' | 'scrapeInterval'
  >;
  /** Takes metrics by OTLP, which a collector pushes (S3-87). @default false */
  readonly otlp?: boolean;
}

/** Prometheus, Alertmanager and Grafana, with what alerts and dashboards read (S1-84 to S1-88, S3-85, X-21). */
export function kubePrometheusStack(cluster: Cluster, options: KubePrometheusStackOptions): Unit {
  const { definitions, dependsOn = [], identity, gateways = true, size = {}, otlp = false } = options;
  const unit = new Unit(cluster.apps('monitoring'), 'kube-prometheus-stack', {
    dependsOn: [definitions, ...dependsOn, ...(identity === undefined ? [] : [identity.unit])],
    podSecurity: { level: 'privileged', reason: "node-exporter reads the host's /proc, /sys, network and root disk" },
  });
  const admin = new DeclaredSecret(unit, 'grafana-admin', grafanaAdmin());
  const metrics = new DeclaredSecret(unit, 'grafana-metrics', basicAuth('prometheus'));
  const target = new DeclaredSecret(unit, 'alertmanager-target', alertWebhook());
  const post = { kind: 'secretWebhook', url: { secret: target.name, key: 'url' } } as const;
  const login = identity === undefined ? {} : { login: grafanaLogin(unit, identity) };
  const { storageClass } = cluster.settings;
  new HelmApp(unit, 'kube-prometheus-stack', {
    timeout: '10m',
    // Grafana's volume goes with the release.
    stateful: true,
    brings: [
      { kind: 'Service', name: 'kube-prometheus-stack-grafana', ports: [80, 'http-web'] },
      { kind: 'Service', name: 'kube-prometheus-stack-prometheus', ports: [9090, 'http-web'] },
    ],
    values: kubePrometheusStackValues({
      cluster: cluster.name,
      grafanaHost: cluster.host('grafana'),
      grafanaAdminSecret: admin.name,
      grafanaMetrics: metrics,
      alertmanager: { timezone: cluster.timezone, targets: { immediate: [post], daily: [post], weekly: [post] } },
      ...(storageClass === undefined ? {} : { storageClass }),
      ...size,
      ...(otlp ? { otlp } : {}),
      ...login,
    }),
  });
  autoHttps(unit, {
    service: 'kube-prometheus-stack-grafana',
    port: 80,
    host: 'grafana',
    access: { own: 'Grafana asks for a login' },
  });
  new monitoring.PodMonitor(unit, 'flux', { spec: fluxPodMonitorSpec({ namespace: cluster.fluxNamespace }) });
  if (gateways) {
    new monitoring.PodMonitor(unit, 'cilium-envoy', { spec: envoyPodMonitorSpec({ interval: '60s' }) });
  }
  return unit;
}

function grafanaLogin(unit: Unit, identity: OidcProvider): GrafanaLogin {
  return {
    oidc: authentikOidc(unit.cluster, 'grafana'),
    secret: new DeclaredSecret(unit, 'grafana-oauth', grafanaOidc(identity.client('grafana'))),
  };
}
