import type { JsonObject } from '../model/json.js';
import { field } from './kustomize/built.js';

/** Flux's opt-out for one object (https://fluxcd.io/flux/components/kustomize/kustomizations/#prune). */
export const NEVER_PRUNE = ['kustomize.toolkit.fluxcd.io/prune', 'disabled'] as const;

/** Kinds whose deletion deletes data, by `group/Kind` (trap 82). HelmReleases say so one by one. */
const DATA_KINDS = new Set([
  '/Namespace',
  '/PersistentVolume',
  '/PersistentVolumeClaim',
  'acid.zalan.do/postgresql',
  'ceph.rook.io/CephBlockPool',
  'ceph.rook.io/CephCluster',
  'ceph.rook.io/CephFilesystem',
  'ceph.rook.io/CephObjectStore',
  'databases.spotahome.com/RedisFailover',
  // Removing the object removes the zone, with every record in it.
  'dns.cav.enablers.ob/ClusterZone',
  'dns.cav.enablers.ob/Zone',
  'elasticsearch.k8s.elastic.co/Elasticsearch',
  'k8s.mariadb.com/MariaDB',
  'k8s.mariadb.com/Database',
  'longhorn.io/Volume',
  'minio.min.io/Tenant',
  'mongodbcommunity.mongodb.com/MongoDBCommunity',
  'postgresql.cnpg.io/Cluster',
  'postgresql.cnpg.io/Database',
  'snapshot.storage.k8s.io/VolumeSnapshot',
  'snapshot.storage.k8s.io/VolumeSnapshotContent',
  'vault.banzaicloud.com/Vault',
]);

/** True where losing the object loses data. */
export function holdsData(group: string, kind: string): boolean {
  return DATA_KINDS.has(`${group}/${kind}`);
}

/** True where Flux leaves an object alone when it is no longer in Git: by annotation or label, in any case. */
export function isNeverPruned(object: JsonObject): boolean {
  const [name, value] = NEVER_PRUNE;
  return ['annotations', 'labels'].some(
    (part) => String(field(object, 'metadata', part, name) ?? '').toLowerCase() === value,
  );
}
