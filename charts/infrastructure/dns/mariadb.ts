import { allowIngress, type Cluster, MariadbServer, podsOf, Unit } from '../../../lib/index.js';
import { POWERDNS } from './powerdns-place.js';

/** PowerDNS' database (S3-46): zones and records survive every pod. */
export function dnsDatabase(cluster: Cluster, { storage }: { readonly storage: Unit }): MariadbServer {
  const unit = new Unit(cluster.infrastructure('dns'), 'mariadb', { timeout: '10m', dependsOn: [storage] });
  const server = new MariadbServer(unit, 'mariadb', {
    image: cluster.image('mariadb'),
    size: '5Gi',
    user: 'powerdns',
  });
  allowIngress(unit, 'mariadb', {
    pods: server.podLabels,
    peers: [podsOf(POWERDNS.namespace, POWERDNS.podLabels), podsOf('mariadb-operator')],
    ports: [server.database.port],
  });
  return server;
}
