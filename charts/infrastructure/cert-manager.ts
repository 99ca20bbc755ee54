import { type Cluster, HelmApp, Unit } from '../../lib/index.js';

/** cert-manager with its webhook and CA injector. Issuers are in units of their own (trap 39). */
export function certManagerOperator(cluster: Cluster): Unit {
  const unit = new Unit(cluster.infrastructure(), 'cert-manager', {
    provides: ['cert-manager.io', 'acme.cert-manager.io'],
  });
  const resources = { requests: { cpu: '10m', memory: '64Mi' }, limits: { memory: '256Mi' } };
  new HelmApp(unit, 'cert-manager', {
    values: {
      // Removing a definition would remove every Certificate.
      crds: { enabled: true, keep: true },
      resources,
      webhook: { resources },
      cainjector: { resources },
      startupapicheck: { resources: { requests: { cpu: '10m', memory: '32Mi' }, limits: { memory: '64Mi' } } },
    },
    brings: [{ kind: 'Service', name: 'cert-manager-webhook' }],
  });
  return unit;
}
