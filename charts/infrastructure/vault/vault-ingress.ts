import { autoHttps, type Cluster, Unit } from '../../../lib/index.js';
import { VAULT } from './vault.js';

/** Vault's own name outside (S3-35), after its certificate's issuer: PowerDNS needs Vault, and Vault not PowerDNS. */
export function vaultIngress(cluster: Cluster, { dependsOn }: { readonly dependsOn: readonly Unit[] }): Unit {
  const unit = new Unit(cluster.infrastructure('vault'), 'vault-ingress', { dependsOn });
  autoHttps(unit, {
    service: VAULT.service,
    // `instance-tls` is the certificate that Vault itself shows.
    name: 'vault',
    port: 8200,
    host: 'vault',
    access: { own: 'Vault asks for a token or a login' },
    annotations: {
      'nginx.ingress.kubernetes.io/backend-protocol': 'HTTPS',
      'nginx.ingress.kubernetes.io/proxy-ssl-secret': `${unit.namespace}/${VAULT.authority.secretName}`,
      'nginx.ingress.kubernetes.io/proxy-ssl-verify': 'on',
      'nginx.ingress.kubernetes.io/proxy-ssl-name': `${VAULT.service}.${unit.namespace}.svc.cluster.local`,
    },
  });
  return unit;
}
