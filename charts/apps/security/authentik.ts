import { Authentik, type Cluster, type Database, Unit } from '../../../lib/index.js';

/** authentik as the identity provider: users, groups and flows in a web interface, at the price of memory. */
export function authentik(cluster: Cluster, { database }: { database: Database }): Unit {
  const unit = new Unit(cluster.apps('security'), 'authentik');
  new Authentik(unit, 'authentik', { database });
  return unit;
}
