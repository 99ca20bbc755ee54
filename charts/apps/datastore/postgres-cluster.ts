import { type Cluster, type PostgresBackup, PostgresCluster, type PostgresRecovery, Unit } from '../../../lib/index.js';

export interface PostgresClusterOptions {
  /** @default none: what it holds is as safe as its volumes */
  readonly backup?: PostgresBackup;
  /** One per node at most; two give failover once there are two nodes. @default 1 */
  readonly instances?: number;
  /** Brings a lost cluster back. @default an empty cluster */
  readonly recovery?: PostgresRecovery;
  /** Volume of each instance. @default '10Gi' */
  readonly size?: string;
}

/** PostgreSQL for every app that needs it, backed up to an object store where there is one (S1-80 to S1-82). */
export function postgresCluster(cluster: Cluster, options: PostgresClusterOptions = {}): PostgresCluster {
  const unit = new Unit(cluster.apps('datastore'), 'postgres-cluster', {
    folder: 'cloudnative-pg',
    path: 'clusters',
    // The image and the first initdb take minutes on a Raspberry Pi, a recovery longer.
    timeout: '15m',
  });
  return new PostgresCluster(unit, 'postgres', {
    image: cluster.image('postgresql'),
    size: '10Gi',
    ...options,
    file: 'postgres-cluster.yaml',
  });
}
