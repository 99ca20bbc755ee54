import { type Cluster, powerdns, Unit } from '../../../lib/index.js';

/** The cluster's zone, which its secondary answers for (S3-51, S3-55). Its records are external-dns' and cert-manager's. */
export function clusterZone(cluster: Cluster, { nameserver }: { readonly nameserver: string }): Unit {
  const unit = new Unit(cluster.infrastructure('dns'), 'zone');
  const { domain } = cluster.settings;
  new powerdns.ClusterZone(unit, 'zone', {
    metadata: { name: domain },
    // Master: the secondary is told of every change.
    spec: { kind: 'Master', nameservers: [nameserver], soa_edit_api: 'DEFAULT' },
  });
  return unit;
}
