import { ciliumLoadBalancer, cloudflareTunnel, edgeTls, externalDns, sops } from '../../lib/index.js';

/** Settings of a cluster that exists in the benchmarks only. */
export const BENCH_SETTINGS = {
  name: 'bench',
  architecture: 'amd64' as const,
  domain: 'bench.example',
  timezone: 'Etc/UTC',
  flux: { git: { url: 'https://git.example/bench', branch: 'main' } },
  exposure: cloudflareTunnel({ tunnelId: '00000000-0000-4000-8000-000000000000' }),
  dns: externalDns({ annotationPrefix: 'external-dns.alpha.kubernetes.io/', cloudflare: true }),
  tls: edgeTls(),
  loadBalancer: ciliumLoadBalancer(),
  secrets: sops(),
};
