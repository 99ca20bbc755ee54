import { type Cluster, HelmApp, Unit } from '../../lib/index.js';

const SMALL = { requests: { cpu: '10m', memory: '64Mi' }, limits: { memory: '256Mi' } };

/** cert-manager from Jetstack, with its definitions (S2-23, S2-24, S3-57). Issuers are a unit of their own (trap 39). */
export function certManagerOperator(cluster: Cluster): Unit {
  const unit = new Unit(cluster.infrastructure(), 'cert-manager', {
    provides: ['cert-manager.io', 'acme.cert-manager.io'],
  });
  new HelmApp(unit, 'cert-manager', {
    values: {
      // Kept when the release goes: with the definitions every certificate would go.
      crds: { enabled: true, keep: true },
      resources: SMALL,
      webhook: { resources: SMALL },
      cainjector: { resources: SMALL },
      startupapicheck: { resources: SMALL },
    },
  });
  return unit;
}
