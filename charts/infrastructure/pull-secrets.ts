import { type Cluster, type ClusterPullSecret, Unit } from '../../lib/index.js';

/** The pull secret of a registry in every namespace, in those that come later too (S0-12, S0-13). */
export function pullSecrets(cluster: Cluster, { registry }: { registry: ClusterPullSecret }): Unit {
  const unit = new Unit(cluster.infrastructure(), 'pull-secrets', {
    folder: 'external-secrets',
    path: 'pull-secrets',
    namespace: 'external-secrets',
  });
  registry.declare(unit);
  return unit;
}
