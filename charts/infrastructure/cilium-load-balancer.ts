import { type Cluster, cilium, Unit } from '../../lib/index.js';

export interface CiliumLoadBalancerOptions {
  /** First and last address that Services may get; nobody else on the network has them. */
  readonly first: string;
  readonly last: string;
}

/**
 * Addresses for Services, given out and announced by the Cilium that is there already. It announces only with
 * `l2announcements.enabled` and `kubeProxyReplacement` in its own values.
 */
export function ciliumLoadBalancerPool(cluster: Cluster, { first, last }: CiliumLoadBalancerOptions): Unit {
  const unit = new Unit(cluster.infrastructure(), 'cilium-load-balancer', { namespace: 'kube-system' });
  new cilium.CiliumLoadBalancerIPPool(unit, 'pool', {
    metadata: { name: 'services' },
    spec: { blocks: [{ start: first, stop: last }] },
  });
  new cilium.CiliumL2AnnouncementPolicy(unit, 'announcement', {
    metadata: { name: 'services' },
    spec: { loadBalancerIPs: true },
  });
  return unit;
}
