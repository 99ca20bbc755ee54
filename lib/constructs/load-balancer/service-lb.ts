import type { LoadBalancer } from '../strategies.js';

/** K3s' ServiceLB: a Service has the addresses of the nodes, and none can be asked for (X-06). */
export function serviceLb(): LoadBalancer {
  return { name: 'service-lb', annotations: () => ({}) };
}
