import {
  ciliumLoadBalancer,
  cloudflareTunnel,
  cluster,
  type DynamicApps,
  edgeTls,
  externalDns,
  pullSecretRegistry,
  sops,
  variable,
} from '../../lib/index.js';
import { n8n } from '../apps/automation/n8n.js';
import { fluxWebhook } from '../infrastructure/flux-webhook.js';
import { dynamicAppsGateway } from '../infrastructure/gateway.js';
import { cloudflared } from '../infrastructure/network/cloudflared.js';
import { externalDnsCloudflare } from '../infrastructure/network/external-dns.js';
import { REGISTRY_HOST, registryPullSecret } from '../infrastructure/registry/credentials.js';
import { dockerRegistry } from '../infrastructure/registry/docker-registry.js';

const dynamicApps: DynamicApps = {
  domain: variable('APPS_SUBDOMAIN'),
  gateway: { name: 'dynamic-apps', namespace: 'network' },
  // One rule and one record for all apps; 'perHost' makes a record for each app's HTTPRoute instead (S1-26, S1-27).
  routing: 'wildcard',
};

const tunnel = cloudflareTunnel({ tunnelId: variable('TUNNEL_ID'), dynamicApps });

const dns = externalDns({ annotationPrefix: 'external-dns.alpha.kubernetes.io/', cloudflare: true });

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
    exposure: tunnel,
    dns,
    tls: edgeTls(),
    loadBalancer: ciliumLoadBalancer(),
    secrets: sops(),
    registry: pullSecretRegistry({
      name: 'docker-registry',
      prefix: `${REGISTRY_HOST}/`,
      secretName: 'registry-pull-secret',
      credentials: registryPullSecret(),
    }),
    external: { apiGroups: ['gateway.networking.k8s.io', 'cilium.io'] },
  },
  (c) => {
    const connector = cloudflared(c, { tunnel });
    externalDnsCloudflare(c, { dns, tunnel, hosts: { registry: REGISTRY_HOST, 'flux-webhook': 'flux-webhook' } });
    fluxWebhook(c, { tunnel, cloudflared: connector });
    dynamicAppsGateway(c, { apps: dynamicApps, dns, tunnel });
    dockerRegistry(c, { tunnel });

    n8n(c);
  },
);
