import { type Cluster, HelmApp, monitoring, Unit } from '../../lib/index.js';

export interface ExternalSecretsOptions {
  /** Whether Prometheus scrapes it; the cluster then has the definition of ServiceMonitor. @default false */
  readonly monitored?: boolean;
}

/** External Secrets: controller, webhook and cert-controller (S0-01). Its stores are in units of their own (trap 49). */
export function externalSecretsOperator(cluster: Cluster, { monitored = false }: ExternalSecretsOptions = {}): Unit {
  const unit = new Unit(cluster.infrastructure(), 'external-secrets', {
    provides: ['external-secrets.io', 'generators.external-secrets.io'],
  });
  const resources = { requests: { cpu: '10m', memory: '64Mi' }, limits: { memory: '256Mi' } };
  new HelmApp(unit, 'external-secrets', {
    values: {
      // Removing a definition removes every ExternalSecret, and with it the Secrets that it owns.
      crds: { annotations: { 'helm.sh/resource-policy': 'keep' } },
      resources,
      webhook: { resources },
      certController: { resources },
      metrics: { service: { enabled: monitored } },
    },
    brings: [
      { kind: 'Service', name: 'external-secrets-webhook' },
      ...(monitored ? [{ kind: 'Service', name: 'external-secrets-metrics' }] : []),
    ],
  });
  if (monitored) {
    new monitoring.ServiceMonitor(unit, 'service-monitor', {
      metadata: { name: 'external-secrets' },
      spec: {
        selector: { matchLabels: { 'app.kubernetes.io/name': 'external-secrets' } },
        endpoints: [{ port: 'metrics' }],
      },
    });
  }
  return unit;
}
