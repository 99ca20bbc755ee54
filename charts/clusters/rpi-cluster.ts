import {
  ciliumLoadBalancer,
  cloudflareTunnel,
  cluster,
  edgeTls,
  externalDns,
  sops,
  variable,
} from '../../lib/index.js';
import { n8n } from '../apps/automation/n8n.js';

export const rpiCluster = cluster(
  {
    name: 'rpi-cluster',
    architecture: 'arm64',
    domain: variable('CLUSTER_DOMAIN'),
    timezone: variable('CLUSTER_TIMEZONE'),
    flux: { git: { url: 'ssh://git@github.com/kifbv/homelab', branch: 'main', secretName: 'flux-system' } },
    variables: {
      CLUSTER_DOMAIN: 'k8s-lab.dev',
      CLUSTER_TIMEZONE: 'Europe/Bucharest',
      REGISTRY_URL: 'registry.k8s-lab.dev',
      APPS_SUBDOMAIN: 'apps.k8s-lab.dev',
      TUNNEL_ID: {
        question: 'Id of the Cloudflare tunnel (cloudflared tunnel list)',
        placeholder: '00000000-0000-4000-8000-000000000000',
      },
    },
    exposure: cloudflareTunnel({ tunnelId: variable('TUNNEL_ID') }),
    dns: externalDns({ annotationPrefix: 'external-dns.alpha.kubernetes.io/', cloudflare: true }),
    tls: edgeTls(),
    loadBalancer: ciliumLoadBalancer(),
    secrets: sops(),
    external: { apiGroups: ['gateway.networking.k8s.io', 'cilium.io'] },
  },
  (c) => {
    n8n(c);
  },
);
