import type { LoadBalancer } from '../strategies.js';

/** Addresses from Cilium's LB-IPAM. */
export function ciliumLoadBalancer(): LoadBalancer {
  return {
    name: 'cilium',
    annotations: (address): Record<string, string> =>
      address === undefined ? {} : { 'lbipam.cilium.io/ips': address },
  };
}
