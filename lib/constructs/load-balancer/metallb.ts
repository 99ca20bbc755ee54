import type { LoadBalancer } from '../strategies.js';

/** Addresses from MetalLB's pools. */
export function metalLb(): LoadBalancer {
  return {
    name: 'metallb',
    annotations: (address): Record<string, string> =>
      address === undefined ? {} : { 'metallb.io/loadBalancerIPs': address },
  };
}
