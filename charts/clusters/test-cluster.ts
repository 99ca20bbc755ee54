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

const DOMAIN = 'test-cluster.agentydragon.com';

/** The VPS in front of the cluster: every public record points there (S3-54). */
const VPS = '172.235.48.86';

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
  (_c) => {
    // Units, in the order in which they come up.
  },
);
