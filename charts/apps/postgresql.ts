import { BitnamiPostgresql, type Cluster, Unit } from '../../lib/index.js';

/** PostgreSQL with one database, reached from inside and as `postgres.<domain>` (S2-27 to S2-31). */
export function postgresql(cluster: Cluster, { database }: { database: string }): BitnamiPostgresql {
  const unit = new Unit(cluster.apps(), 'postgresql', { namespace: 'database' });
  const image = cluster.image('postgres');
  return new BitnamiPostgresql(unit, 'postgresql', { image, database, size: '20Gi', host: 'postgres' });
}
