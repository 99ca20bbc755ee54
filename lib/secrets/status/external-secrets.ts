import type { ResolvedCluster } from '../../model/cluster.js';
import type { JsonObject } from '../../model/json.js';
import type { KubeObject } from '../../model/manifest.js';

/** A Secret whose values are kept in a store outside of the tree: nothing of it can be looked at here. */
export interface ExternalSecretTarget {
  readonly namespace: string;
  readonly name: string;
  /** Keys that it names; those of a whole entry of the store are not known. */
  readonly keys: readonly string[];
}

/** Secrets that External Secrets makes in a cluster. */
export function externalSecretsOf({ units }: ResolvedCluster): ExternalSecretTarget[] {
  const objects = units.flatMap(({ manifests }) => manifests.map(({ object }) => object));
  return objects.filter(({ kind }) => kind === 'ExternalSecret').map(targetOf);
}

function targetOf({ metadata, spec }: KubeObject): ExternalSecretTarget {
  const { target, data } = mapOf(spec);
  const named = mapOf(target).name;
  const keys = (Array.isArray(data) ? data : []).map((entry) => mapOf(entry).secretKey);
  return {
    namespace: metadata.namespace ?? '',
    name: typeof named === 'string' && named !== '' ? named : metadata.name,
    keys: keys.filter((key) => typeof key === 'string'),
  };
}

function mapOf(value: unknown): JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as JsonObject) : {};
}
