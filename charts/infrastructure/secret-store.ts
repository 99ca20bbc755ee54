import { type Cluster, type ExternalStore, Unit } from '../../lib/index.js';

export interface SecretStoreProps {
  /** The store of the cluster's settings. */
  readonly store: ExternalStore;
  /** What answers when the store is asked, such as Vault. The operator is found without being named. @default nothing */
  readonly dependsOn?: readonly Unit[];
}

/** The ClusterSecretStore with its credential, apart from the operator: its webhook has to answer first (S0-05, S3-12). */
export function secretStore(cluster: Cluster, { store, dependsOn = [] }: SecretStoreProps): Unit {
  const unit = new Unit(cluster.infrastructure(), 'secret-store', {
    folder: 'external-secrets',
    path: 'store',
    namespace: 'external-secrets',
    dependsOn,
  });
  store.declare(unit);
  return unit;
}
