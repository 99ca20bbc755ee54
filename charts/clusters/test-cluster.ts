import {
  certManager,
  cluster,
  cniOf,
  externalDns,
  externalSecrets,
  ingressNginx,
  metalLb,
  sealedSecrets,
  talosOwns,
  vaultStore,
} from '../../lib/index.js';
import { singleSignOn } from '../apps/security/single-sign-on.js';
import { vaultClient } from '../apps/security/vault-client.js';
import { externalSecretsOperator } from '../infrastructure/external-secrets.js';
import { secretStore } from '../infrastructure/secret-store.js';
import { authentikConfig } from '../infrastructure/terraform/authentik-config.js';
import { giteaSso } from '../infrastructure/terraform/gitea-sso.js';
import { matrixSso } from '../infrastructure/terraform/matrix-sso.js';
import { ssoSecrets } from '../infrastructure/terraform/sso-secrets.js';
import { tofuController } from '../infrastructure/terraform/tofu-controller.js';
import { vaultConfig } from '../infrastructure/terraform/vault-config.js';
import { vault } from '../infrastructure/vault/vault.js';
import { vaultIngress } from '../infrastructure/vault/vault-ingress.js';
import { vaultOperator } from '../infrastructure/vault/vault-operator.js';

const DOMAIN = 'test-cluster.agentydragon.com';

/** The VPS in front of the cluster: every public record points there (S3-54). */
const VPS = '172.235.48.86';

/** Gets an account in every service, and authentik's mails (S3-66). */
const OWNER = { username: 'owner', name: 'Owner', email: `owner@${DOMAIN}` };

const dns = externalDns({ annotationPrefix: 'external-dns.alpha.kubernetes.io/', target: VPS });

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
    flux: { git: { url: 'ssh://git@github.com/agentydragon/homelab', branch: 'main', secretName: 'flux-system' } },
    exposure: ingressNginx(),
    dns,
    tls: certManager({ issuer: 'letsencrypt-prod-dns' }),
    loadBalancer: metalLb(),
    secrets: externalSecrets({ store }),
    bootstrapSecrets: sealedSecrets(),
    reloader: true,
    boundaries: [talosOwns({ cni: 'none' }), cniOf('Terraform')],
    addresses: { api: ['10.0.3.1'], public: [VPS] },
    protection: { podSecurityDefault: 'baseline', podSecurityExempt: ['kube-system'] },
  },
  (c) => {
    // Units, in the order in which they come up.

    // Single sign-on in four phases (S3-67). 1: Vault without OIDC, External Secrets, and the store between them.
    vaultOperator(c);
    const vaultServer = vault(c);
    externalSecretsOperator(c);
    const storeUnit = secretStore(c, { store, dependsOn: [vaultServer] });
    vaultIngress(c, { dependsOn: [vaultServer] });
    // 2: authentik, its users and the clients of every service.
    const sso = singleSignOn(c, { owner: OWNER, dependsOn: [storeUnit] });
    tofuController(c);
    const configured = authentikConfig(c, { sso });
    // 3: Vault and authentik know each other.
    const client = vaultClient(c, { sso, vault: vaultServer });
    const login = vaultConfig(c, { vault: vaultServer, client, after: [configured] });
    ssoSecrets(c, { sso, vault: vaultServer, after: [login] });
    // 4: the services.
    giteaSso(c, { sso, after: [login] });
    matrixSso(c, { sso, after: [login] });
  },
);
