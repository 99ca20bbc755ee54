import { type Cluster, DeclaredSecret, fluxDeployKey, Unit } from '../../lib/index.js';

/**
 * The key that Flux reads this repository with, sealed (S3-09). Bootstrap applies the same file before there is Flux;
 * from then on the tree keeps it.
 */
export function fluxDeployKeySecret(cluster: Cluster, { name }: { readonly name: string }): Unit {
  const unit = new Unit(cluster.infrastructure(), 'flux-deploy-key', { namespace: cluster.fluxNamespace });
  const { secrets, bootstrapSecrets: backend = secrets } = cluster.settings;
  new DeclaredSecret(unit, name, fluxDeployKey(), { backend });
  return unit;
}
