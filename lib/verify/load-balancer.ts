import * as z from 'zod';
import { displayVariables } from '../flux/substitution.js';
import type { ResolvedCluster } from '../model/cluster.js';

const service = z.object({
  status: z.object({
    loadBalancer: z.object({
      ingress: z.array(z.object({ ip: z.string().optional(), hostname: z.string().optional() })).optional(),
    }),
  }),
});

/** Addresses of a Service of type LoadBalancer, as `kubectl get service -o json` prints it; none while it has none. */
export function loadBalancerAddresses(object: unknown): string[] {
  const parsed = service.safeParse(object);
  const ingress = parsed.success ? (parsed.data.status.loadBalancer.ingress ?? []) : [];
  return ingress.flatMap(({ ip, hostname }) => ip ?? hostname ?? []);
}

export interface DnsRecord {
  readonly name: string;
  readonly type: 'A' | 'AAAA' | 'CNAME';
  readonly value: string;
  /** False for what Cloudflare's proxy does not carry. */
  readonly proxyable: boolean;
}

/** The records of a cluster's hosts once the address is known (S2-46, S2-48). */
export function recordsFor({ hosts }: ResolvedCluster, addresses: readonly string[]): DnsRecord[] {
  return hosts.flatMap(({ host, tcp }) =>
    addresses.map((value) => ({
      name: displayVariables(host),
      type: typeOf(value),
      value,
      proxyable: tcp === undefined,
    })),
  );
}

function typeOf(address: string): DnsRecord['type'] {
  if (/^[\d.]+$/.test(address)) return 'A';
  return address.includes(':') ? 'AAAA' : 'CNAME';
}
