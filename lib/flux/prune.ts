/** Flux's opt-out for one object (https://fluxcd.io/flux/components/kustomize/kustomizations/#prune). */
export const NEVER_PRUNE = ['kustomize.toolkit.fluxcd.io/prune', 'disabled'] as const;

/** Kinds whose deletion deletes data, by `group/Kind` (trap 82). HelmReleases say so one by one. */
const DATA_KINDS = new Set([
  '/Namespace',
  '/PersistentVolume',
  '/PersistentVolumeClaim',
  'k8s.mariadb.com/MariaDB',
  'k8s.mariadb.com/Database',
  'postgresql.cnpg.io/Cluster',
  'postgresql.cnpg.io/Database',
  'vault.banzaicloud.com/Vault',
]);

/** True where losing the object loses data. */
export function holdsData(group: string, kind: string): boolean {
  return DATA_KINDS.has(`${group}/${kind}`);
}
