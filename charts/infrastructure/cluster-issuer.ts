import { type Cluster, certManagement, cloudflareApiToken, DeclaredSecret, Unit } from '../../lib/index.js';

export interface ClusterIssuerProps {
  /** Name that the cluster's `tls` strategy asks for. */
  readonly name: string;
  /** Let's Encrypt knows the account by it. */
  readonly email: string;
  /** Who proves that the domain is ours: `cloudflare` writes the DNS-01 record with an API token. */
  readonly solver: 'cloudflare';
}

/** Let's Encrypt's production issuer, for certificates of hosts that need not be reachable (S2-25, X-05). */
export function clusterIssuer(cluster: Cluster, { name, email }: ClusterIssuerProps): Unit {
  const unit = new Unit(cluster.infrastructure(), 'cluster-issuer', {
    folder: 'cert-manager',
    path: 'issuer',
    namespace: 'cert-manager',
  });
  // cert-manager reads the Secrets of a ClusterIssuer from its own namespace alone (trap 38).
  const token = new DeclaredSecret(unit, 'cloudflare-api-token', cloudflareApiToken());
  new certManagement.ClusterIssuer(unit, 'cluster-issuer', {
    metadata: { name },
    spec: {
      acme: {
        server: 'https://acme-v02.api.letsencrypt.org/directory',
        email,
        privateKeySecretRef: { name: `${name}-account` },
        solvers: [{ dns01: { cloudflare: { apiTokenSecretRef: { name: token.name, key: 'api-token' } } } }],
      },
    },
  });
  return unit;
}
