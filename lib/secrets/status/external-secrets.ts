import type { ResolvedCluster } from '../../model/cluster.js';
import type { JsonObject } from '../../model/json.js';
import type { KubeObject } from '../../model/manifest.js';

/** A Secret whose values are kept in a store outside of the tree: nothing of it can be looked at here. */
export interface ExternalSecretTarget {
  readonly namespace: string;
  readonly name: string;
}

/** Secrets that External Secrets makes in a cluster. */
export function externalSecretsOf({ units }: ResolvedCluster): ExternalSecretTarget[] {
  const objects = units.flatMap(({ manifests }) => manifests.map(({ object }) => object));
  return objects.filter(({ kind }) => kind === 'ExternalSecret').map(targetOf);
}

function targetOf({ metadata, spec }: KubeObject): ExternalSecretTarget {
  const { name } = mapOf(mapOf(spec).target);
  return {
    namespace: metadata.namespace ?? '',
    name: typeof name === 'string' && name !== '' ? name : metadata.name,
  };
}

function mapOf(value: unknown): JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as JsonObject) : {};
}
