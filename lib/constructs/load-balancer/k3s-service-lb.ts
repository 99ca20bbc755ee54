import type { LoadBalancer } from '../strategies.js';

/** Addresses from K3s' ServiceLB: those of the nodes, whose ports it takes (X-06). */
export function k3sServiceLb(): LoadBalancer {
  return {
    name: 'k3s-service-lb',
    annotations: (address): Record<string, string> => {
      if (address === undefined) return {};
      throw new Error(`ServiceLB gives a Service the addresses of its nodes, not ${address}: leave the address out`);
    },
  };
}
