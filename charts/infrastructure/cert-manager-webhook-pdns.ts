import { type Cluster, HelmApp, Unit } from '../../lib/index.js';

/** cert-manager's way to PowerDNS (S3-58). Its own certificate is cert-manager's, too. */
export function certManagerWebhookPdns(cluster: Cluster, { certManager }: { readonly certManager: Unit }): Unit {
  const unit = new Unit(cluster.infrastructure(), 'cert-manager-webhook-pdns', {
    namespace: 'cert-manager',
    dependsOn: [certManager],
  });
  new HelmApp(unit, 'cert-manager-webhook-pdns', {
    values: {
      podSecurityContext: { runAsNonRoot: true, seccompProfile: { type: 'RuntimeDefault' } },
      containerSecurityContext: {
        runAsUser: 100,
        runAsGroup: 100,
        allowPrivilegeEscalation: false,
        readOnlyRootFilesystem: true,
        // It listens on 443 without being root.
        capabilities: { drop: ['ALL'], add: ['NET_BIND_SERVICE'] },
      },
      resources: { requests: { cpu: '10m', memory: '32Mi' }, limits: { memory: '128Mi' } },
    },
  });
  return unit;
}
