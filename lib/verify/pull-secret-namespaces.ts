import { selects } from '../flux/label-selector.js';
import type { ResolvedCluster } from '../model/cluster.js';
import { byCodeUnit } from '../model/code-unit-order.js';
import type { JsonObject } from '../model/json.js';

/** Exists in every cluster and is nobody's to declare. */
const DEFAULT_NAMESPACE = 'default';

/** Namespaces in which the tree brings a Secret of a name, by whichever backend (S0-13); sorted. */
export function namespacesWithSecret(cluster: ResolvedCluster, secret: string): string[] {
  const { units } = cluster;
  const sealed = units.flatMap(({ secretFiles }) => secretFiles.map(({ declaration }) => declaration));
  const objects = units.flatMap(({ manifests }) => manifests.map(({ object }) => object));
  const found = [
    ...sealed.filter(({ name }) => name === secret).map(({ namespace }) => namespace),
    ...objects
      .filter(
        ({ kind, metadata, spec }) => kind === 'ExternalSecret' && targetOf(mapOf(spec), metadata.name) === secret,
      )
      .map(({ metadata }) => metadata.namespace ?? DEFAULT_NAMESPACE),
    ...objects
      .filter(({ kind }) => kind === 'ClusterExternalSecret')
      .flatMap(({ metadata, spec }) => spread(mapOf(spec), metadata.name, secret, cluster)),
  ];
  return [...new Set(found)].sort(byCodeUnit);
}

/** Namespaces that a ClusterExternalSecret selects, as far as the tree knows them. */
function spread(spec: JsonObject, name: string, secret: string, cluster: ResolvedCluster): string[] {
  const own = typeof spec.externalSecretName === 'string' ? spec.externalSecretName : name;
  if (targetOf(mapOf(spec.externalSecretSpec), own) !== secret) return [];
  const selectors = [spec.namespaceSelector, ...listOf(spec.namespaceSelectors)].filter((entry) => entry !== undefined);
  const selected = [...labelsByNamespace(cluster)]
    .filter(([, labels]) => selectors.some((selector) => selects(mapOf(selector), labels)))
    .map(([namespace]) => namespace);
  return [...selected, ...listOf(spec.namespaces).filter((namespace) => typeof namespace === 'string')];
}

function labelsByNamespace({ namespaces, units, external }: ResolvedCluster): Map<string, Record<string, string>> {
  const labels = new Map<string, Record<string, string>>();
  for (const name of [
    DEFAULT_NAMESPACE,
    ...Object.keys(external.namespaces),
    ...namespaces.map((namespace) => namespace.name),
  ]) {
    labels.set(name, { 'kubernetes.io/metadata.name': name });
  }
  for (const { name, security } of namespaces) {
    labels.set(name, { ...labels.get(name), 'pod-security.kubernetes.io/enforce': security.level });
  }
  for (const { id, object } of units.flatMap(({ manifests }) => manifests)) {
    if (id.kind !== 'Namespace') continue;
    const own = Object.entries(mapOf(object.metadata.labels)).map(([key, value]) => [key, String(value)] as const);
    labels.set(id.name, { 'kubernetes.io/metadata.name': id.name, ...Object.fromEntries(own) });
  }
  return labels;
}

/** Name of the Secret that an ExternalSecret makes: its own unless it says otherwise. */
function targetOf({ target }: JsonObject, own: string): string {
  const { name } = mapOf(target);
  return typeof name === 'string' && name !== '' ? name : own;
}

function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

function mapOf(value: unknown): JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as JsonObject) : {};
}
