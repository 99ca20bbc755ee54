import type { VpsEdgeOptions } from '../../lib/index.js';

export interface TestClusterAddresses {
  readonly ingress: string;
  readonly dns: string;
  readonly services: string;
}

/** What the control-plane nodes advertise in the tailnet, and as whom (S3-42). */
export const TAILNET_ROUTE = { route: '10.0.3.0/27', tag: 'tag:cluster-router' } as const;

/** The VPS in front of test-cluster, and the tailnet between them; docs/edge.md says what to do with the files. */
export function testClusterEdge(addresses: TestClusterAddresses, vps: { readonly tailscale: string }): VpsEdgeOptions {
  return {
    ingress: addresses.ingress,
    // PowerDNS on the VPS is a secondary of the cluster's, so that port 53 there is its own (S3-55).
    dns: { address: addresses.dns, by: 'transfer' },
    pools: [addresses.services],
    // Names that are not the cluster's: the VPS' own sites, which gave up port 443.
    otherwise: '127.0.0.1:8443',
    tailnet: { ...TAILNET_ROUTE, vps: vps.tailscale },
  };
}
