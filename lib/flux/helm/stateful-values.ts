import type { JsonObject } from '../../model/json.js';
import { isMap } from '../kustomize/built.js';
import type { JsonPath } from '../tree/view.js';
import { enabledValues } from './enabled-values.js';
import { walkValues } from './walk-values.js';

/** Charts that keep data by default, whatever their values say. */
const STATEFUL_CHARTS = new Set([
  ...['postgresql', 'postgresql-ha', 'mysql', 'mariadb', 'mariadb-galera', 'mongodb', 'minio', 'vault', 'etcd'],
  ...['gitea', 'forgejo', 'harbor', 'nextcloud', 'vaultwarden', 'influxdb', 'influxdb2', 'rabbitmq', 'kafka'],
  ...['elasticsearch', 'opensearch', 'rook-ceph-cluster', 'longhorn', 'inventree', 'syncthing', 'mailu', 'immich'],
]);

/** Why uninstalling a chart would delete data, and the value that says so; undefined where it would not. */
export function keepsData(
  chart: string | undefined,
  values: JsonObject,
): { readonly reason: string; readonly path?: JsonPath } | undefined {
  for (const { key, value, path } of walkValues(enabledValues(values))) {
    if (key === 'persistence' && isMap(value) && makesVolume(value))
      return { reason: 'its values make a volume', path };
  }
  if (chart !== undefined && STATEFUL_CHARTS.has(chart)) return { reason: `chart ${chart} keeps data` };
  return undefined;
}

/** `{enabled: true}` as most charts have it, or a map of volumes as bjw-s' app-template has it. */
function makesVolume(persistence: JsonObject): boolean {
  if (persistence.enabled === true) return isOwn(persistence);
  return Object.values(persistence).some(
    (volume) =>
      isMap(volume) &&
      (volume.type === 'persistentVolumeClaim' || (volume.type === undefined && volume.accessMode !== undefined)) &&
      volume.retain !== true &&
      isOwn(volume),
  );
}

/** A claim that somebody else brings outlives the release. */
function isOwn({ existingClaim, type }: JsonObject): boolean {
  return (
    !existingClaim &&
    (type === undefined || type === 'pvc' || type === 'persistentVolumeClaim' || type === 'statefulset')
  );
}
