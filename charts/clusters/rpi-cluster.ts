import {
  ciliumLoadBalancer,
  cloudflareEdge,
  cloudflareTunnel,
  cluster,
  type DynamicApps,
  edgeTls,
  externalDns,
  pullSecretRegistry,
  sops,
  variable,
} from '../../lib/index.js';
import { buildah } from '../apps/automation/buildah.js';
import { n8n } from '../apps/automation/n8n.js';
import { cloudNativePg } from '../apps/datastore/cloudnative-pg.js';
import { postgresCluster } from '../apps/datastore/postgres-cluster.js';
import { dynamicAppsBase } from '../apps/dynamic/dynamic-apps.js';
import { imageAutomation } from '../apps/dynamic/image-automation.js';
import { grafanaDashboards } from '../apps/monitoring/grafana-dashboards.js';
import { kubePrometheusStack } from '../apps/monitoring/kube-prometheus-stack.js';
import { kubePrometheusStackAlerts } from '../apps/monitoring/kube-prometheus-stack-alerts.js';
import { identity } from '../apps/security/identity.js';
import { fluxWebhook } from '../infrastructure/flux-webhook.js';
import { dynamicAppsGateway } from '../infrastructure/gateway.js';
import { prometheusOperatorCrds } from '../infrastructure/monitoring/prometheus-operator-crds.js';
import { cloudflared } from '../infrastructure/network/cloudflared.js';
import { externalDnsCloudflare } from '../infrastructure/network/external-dns.js';
import { REGISTRY_HOST, registryPullSecret } from '../infrastructure/registry/credentials.js';
import { dockerRegistry } from '../infrastructure/registry/docker-registry.js';
import { EDGE } from './rpi-cluster-edge.js';

const dynamicApps: DynamicApps = {
  domain: variable('APPS_SUBDOMAIN'),
  gateway: { name: 'dynamic-apps', namespace: 'network' },
  // One rule and one record for all apps; 'perHost' makes a record for each app's HTTPRoute instead (S1-26, S1-27).
  routing: 'wildcard',
  access: { edge: 'Cloudflare Access asks for a login, but for apps that are public there (S1-73)' },
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
      CLOUDFLARE_TEAM: {
        question: 'Name of the Cloudflare Zero Trust team (<team>.cloudflareaccess.com)',
        placeholder: 'k8s-lab',
      },
      BACKUP_DESTINATION: {
        question: 'Bucket and folder for database backups',
        placeholder: 's3://k8s-lab-backups/postgres',
      },
      BACKUP_ENDPOINT: {
        question: 'Address of the object store with that bucket',
        placeholder: 'https://s3.eu-central-003.backblazeb2.com',
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
    external: {
      apiGroups: {
        'cilium.io': 'Cilium, which is there before Flux',
        'gateway.networking.k8s.io': 'Cilium’s installation brings the Gateway API',
      },
      objects: [
        {
          group: 'gateway.networking.k8s.io',
          kind: 'GatewayClass',
          name: 'cilium',
          reason: 'Cilium, which is there before Flux',
        },
      ],
    },
  },
  (c) => {
    const connector = cloudflared(c, { tunnel });
    externalDnsCloudflare(c, { dns, tunnel, hosts: { registry: REGISTRY_HOST, 'flux-webhook': 'flux-webhook' } });
    fluxWebhook(c, { tunnel, cloudflared: connector });
    dynamicAppsGateway(c, { apps: dynamicApps, dns, tunnel });
    dockerRegistry(c, { tunnel });

    const definitions = prometheusOperatorCrds(c);
    kubePrometheusStack(c, { definitions });
    kubePrometheusStackAlerts(c);
    grafanaDashboards(c, { definitions });

    cloudNativePg(c);
    const postgres = postgresCluster(c, {
      backup: {
        schedule: '0 0 2 * * *',
        retention: '30d',
        destination: variable('BACKUP_DESTINATION'),
        endpoint: variable('BACKUP_ENDPOINT'),
      },
    });
    identity(c, { provider: 'dex', cloudflareTeam: variable('CLOUDFLARE_TEAM') });

    // With builds: 'sidecar' n8n builds beside itself, and the unit buildah goes (S1-35).
    const automation = n8n(c, { database: postgres.database('n8n'), builds: 'pods' });
    buildah(c, { builder: automation.account });
    dynamicAppsBase(c, { namespaces: 'shared', deployer: automation.account });
    imageAutomation(c);

    cloudflareEdge(c, EDGE);
  },
);
