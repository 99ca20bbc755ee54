import {
  certManager,
  cluster,
  cniOf,
  externalDns,
  externalSecrets,
  httpSolver,
  ingressNginx,
  metalLb,
  powerDnsSolver,
  powerdnsApiKeyFor,
  sealedSecrets,
  talosOwns,
  vaultStore,
  vpsEdge,
} from '../../lib/index.js';
import { singleSignOn } from '../apps/security/single-sign-on.js';
import { vaultClient } from '../apps/security/vault-client.js';
import { addressPools } from '../infrastructure/address-pools.js';
import { certManagerOperator } from '../infrastructure/cert-manager.js';
import { certManagerWebhookPdns } from '../infrastructure/cert-manager-webhook-pdns.js';
import { clusterIssuer } from '../infrastructure/cluster-issuer.js';
import { externalDnsPowerdns } from '../infrastructure/dns/external-dns.js';
import { dnsDatabase } from '../infrastructure/dns/mariadb.js';
import { powerdns } from '../infrastructure/dns/powerdns.js';
import { powerdnsOperator } from '../infrastructure/dns/powerdns-operator.js';
import { POWERDNS } from '../infrastructure/dns/powerdns-place.js';
import { clusterZone } from '../infrastructure/dns/zone.js';
import { externalSecretsOperator } from '../infrastructure/external-secrets.js';
import { fluxDeployKeySecret } from '../infrastructure/flux-deploy-key.js';
import { gvisor } from '../infrastructure/gvisor.js';
import { ingressController } from '../infrastructure/ingress-controller.js';
import { mariadbOperator } from '../infrastructure/mariadb-operator.js';
import { metalLbOperator } from '../infrastructure/metallb.js';
import { reflector } from '../infrastructure/reflector.js';
import { reloader } from '../infrastructure/reloader.js';
import { sealedSecretsController } from '../infrastructure/sealed-secrets.js';
import { secretStore } from '../infrastructure/secret-store.js';
import { proxmoxStorage } from '../infrastructure/storage/proxmox-csi.js';
import { authentikConfig } from '../infrastructure/terraform/authentik-config.js';
import { giteaSso } from '../infrastructure/terraform/gitea-sso.js';
import { matrixSso } from '../infrastructure/terraform/matrix-sso.js';
import { ssoSecrets } from '../infrastructure/terraform/sso-secrets.js';
import { tofuController } from '../infrastructure/terraform/tofu-controller.js';
import { vaultConfig } from '../infrastructure/terraform/vault-config.js';
import { vault } from '../infrastructure/vault/vault.js';
import { vaultIngress } from '../infrastructure/vault/vault-ingress.js';
import { vaultOperator } from '../infrastructure/vault/vault-operator.js';
import { WILDCARD_SECRET, wildcardCertificate } from '../infrastructure/wildcard-certificate.js';
import { testClusterApps } from './test-cluster-apps.js';
import { testClusterEdge } from './test-cluster-edge.js';
import { MACHINES, PROXMOX } from './test-cluster-talos.js';

const DOMAIN = 'test-cluster.agentydragon.com';
const ISSUER = 'letsencrypt-prod-dns';
const DEPLOY_KEY = 'flux-system';

/** The VPS in front of the cluster: every public record points there (S3-54), and it is the zone's name server (S3-55). */
const VPS = { address: '172.235.48.86', tailscale: '100.64.0.3', nameserver: 'ns1.agentydragon.com' };

/** Controllers 10.0.1.x, workers 10.0.2.x, virtual addresses 10.0.3.x (S3-01). */
const ADDRESSES = { api: '10.0.3.1', ingress: '10.0.3.2', dns: '10.0.3.3', services: '10.0.3.4-10.0.3.20' };

/** Gets an account in every service, and authentik's mails (S3-66). */
const OWNER = { username: 'owner', name: 'Owner', email: `owner@${DOMAIN}` };

const dns = externalDns({ annotationPrefix: 'external-dns.alpha.kubernetes.io/', target: VPS.address });

// `ingressNginx({ controller: 'traefik' })` serves the same Ingresses by a controller that is still maintained (decision 31).
const ingress = ingressNginx();

const store = vaultStore({
  server: 'https://instance.vault.svc.cluster.local:8200',
  role: 'external-secrets',
  ca: { kind: 'Secret', name: 'instance-tls', namespace: 'vault', key: 'ca.crt' },
});

export const testCluster = cluster(
  {
    name: 'test-cluster',
    architecture: 'amd64',
    domain: DOMAIN,
    timezone: 'Etc/UTC',
    flux: { git: { url: 'ssh://git@github.com/agentydragon/homelab', branch: 'main', secretName: DEPLOY_KEY } },
    exposure: ingress,
    dns,
    tls: certManager({ issuer: ISSUER }),
    loadBalancer: metalLb(),
    secrets: externalSecrets({
      store,
      entries: { 'dns/powerdns': { 'api-key': { key: 'powerdns', property: 'apikey' } } },
    }),
    bootstrapSecrets: sealedSecrets(),
    reloader: true,
    boundaries: [talosOwns({ cni: 'none' }), cniOf('Terraform')],
    addresses: { api: [ADDRESSES.api], nodes: ['10.0.1.0/24', '10.0.2.0/24'], public: [VPS.address] },
    protection: { podSecurityDefault: 'baseline', podSecurityExempt: ['kube-system'] },
    talos: MACHINES,
    foreignPaths: [
      { path: 'helm', reason: 'Helm charts of our own, written by hand and released from this repository' },
    ],
  },
  (c) => {
    // Units, in the order in which they come up. First what is there without Vault: bootstrap secrets and volumes.
    sealedSecretsController(c);
    fluxDeployKeySecret(c, { name: DEPLOY_KEY });
    const storage = proxmoxStorage(c, {
      url: 'https://atlas.agentydragon.com:8006/api2/json',
      tokenId: 'kubernetes-csi@pve!csi',
      region: PROXMOX.region,
      zones: [PROXMOX.zone],
      storage: 'local-zfs',
    });
    gvisor(c);
    reloader(c);
    reflector(c);

    metalLbOperator(c);
    const pools = addressPools(c, {
      'ingress-pool': { addresses: [`${ADDRESSES.ingress}/32`], dedicated: true },
      'dns-pool': { addresses: [`${ADDRESSES.dns}/32`], dedicated: true },
      'services-pool': { addresses: [ADDRESSES.services] },
    });
    const controller = ingressController(c, {
      ingress,
      address: ADDRESSES.ingress,
      defaultCertificate: `${ingress.from.namespace}/${WILDCARD_SECRET}`,
      dependsOn: [pools],
    });

    // Vault and External Secrets.
    vaultOperator(c);
    const vaultServer = vault(c, { dependsOn: [storage] });
    externalSecretsOperator(c);
    const storeUnit = secretStore(c, { store, dependsOn: [vaultServer] });

    // DNS and certificates.
    mariadbOperator(c);
    const server = powerdns(c, {
      database: dnsDatabase(c, { storage }),
      address: ADDRESSES.dns,
      pools,
      secondary: { host: VPS.nameserver, address: VPS.tailscale },
      transferTo: ['10.0.0.0/8'],
    });
    powerdnsOperator(c, { server });
    const zone = clusterZone(c, { nameserver: VPS.nameserver });
    externalDnsPowerdns(c, { dns, server, zone });
    const certManagerUnit = certManagerOperator(c);
    const webhook = certManagerWebhookPdns(c, { certManager: certManagerUnit });
    const issuer = clusterIssuer(c, {
      name: ISSUER,
      email: `hostmaster@${DOMAIN}`,
      solvers: [
        powerDnsSolver({
          host: POWERDNS.api.url,
          apiKey: powerdnsApiKeyFor('webhook', server.apiKey),
          zones: [DOMAIN],
        }),
        httpSolver({ ingressClass: ingress.className }),
      ],
      dependsOn: [webhook, zone, controller],
    });
    wildcardCertificate(c, { issuer: ISSUER, issuerUnit: issuer, namespace: ingress.from.namespace });

    // Single sign-on (S3-67). Phase 2: authentik, its users and the clients of every service.
    vaultIngress(c, { dependsOn: [vaultServer, issuer, controller] });
    const sso = singleSignOn(c, { owner: OWNER, dependsOn: [storeUnit, storage, issuer, controller] });
    tofuController(c);
    const configured = authentikConfig(c, { sso });
    // 3: Vault and authentik know each other.
    const client = vaultClient(c, { sso, vault: vaultServer });
    const login = vaultConfig(c, { vault: vaultServer, client, after: [configured] });
    ssoSecrets(c, { sso, vault: vaultServer, after: [login] });
    // 4: the services.
    const gitea = giteaSso(c, { sso, after: [login] }).unit;
    const matrix = matrixSso(c, { sso, after: [login] }).unit;
    vpsEdge(c, testClusterEdge(ADDRESSES, VPS));
    testClusterApps(c, { sso, known: { gitea, matrix, others: configured.unit }, certManager: certManagerUnit });
  },
);
