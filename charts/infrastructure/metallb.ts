import { type Cluster, HelmApp, Unit } from '../../lib/index.js';

const SMALL = { requests: { cpu: '10m', memory: '64Mi' }, limits: { memory: '256Mi' } };

/** MetalLB by ARP alone (S3-39). What it announces is a unit of its own: `addressPools()`. */
export function metalLbOperator(cluster: Cluster): Unit {
  const unit = new Unit(cluster.infrastructure(), 'metallb', {
    namespace: 'metallb-system',
    provides: ['metallb.io'],
    podSecurity: { level: 'privileged', reason: 'the speaker answers ARP on the network of the node' },
  });
  new HelmApp(unit, 'metallb', {
    values: {
      // On by default, and for BGP only.
      frrk8s: { enabled: false },
      controller: { resources: SMALL },
      speaker: { resources: SMALL, frr: { enabled: false } },
    },
  });
  return unit;
}
