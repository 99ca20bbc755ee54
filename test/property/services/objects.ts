import type { ResolvedCluster } from '../../../lib/model/cluster.js';
import type { KubeObject } from '../../../lib/model/manifest.js';

/** Objects of a kind, wherever in the cluster. */
export function objectsOf({ units }: ResolvedCluster, ...kinds: readonly string[]): KubeObject[] {
  return units
    .flatMap(({ manifests }) => manifests.map(({ object }) => object))
    .filter(({ kind }) => kinds.includes(kind));
}

/** A value deep in an object; undefined where the way there ends. */
export function at(value: unknown, ...path: readonly (string | number)[]): unknown {
  return path.reduce<unknown>((found, part) => (found as Record<string | number, unknown> | undefined)?.[part], value);
}

export const list = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);

/** Keys of the Secrets that will be in the cluster, by `namespace/name`: those it seals, and those External Secrets makes. */
export function secretKeys(cluster: ResolvedCluster): Map<string, ReadonlySet<string>> {
  const sealed = cluster.units.flatMap(({ secretFiles }) =>
    secretFiles.map(
      ({ declaration: { namespace, name, keys } }) => [`${namespace}/${name}`, Object.keys(keys)] as const,
    ),
  );
  const external = objectsOf(cluster, 'ExternalSecret').map(({ metadata, spec }) => {
    const template = at(spec, 'target', 'template', 'data');
    const read = list(at(spec, 'data')).map((one) => String(at(one, 'secretKey')));
    const keys = template === undefined ? read : Object.keys(template as object);
    return [`${metadata.namespace}/${String(at(spec, 'target', 'name'))}`, keys] as const;
  });
  return new Map([...sealed, ...external].map(([secret, keys]) => [secret, new Set(keys)]));
}

/** Every `{name, key}` of a Secret below a value, and every Secret that is taken whole; the key is then undefined. */
export function secretsNamed(value: unknown): { readonly name: string; readonly key?: string }[] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([field, one]) => {
    if (field !== 'secretKeyRef' && field !== 'secretRef') return secretsNamed(one);
    const key = at(one, 'key');
    return [{ name: String(at(one, 'name')), ...(key === undefined ? {} : { key: String(key) }) }];
  });
}

/** Which key of which Secret a value is a copy of: as it is declared, or as External Secrets will read it. */
export function sourceOf(cluster: ResolvedCluster, secret: string, key: string): unknown {
  const declared = cluster.units
    .flatMap(({ secretFiles }) => secretFiles.map(({ declaration }) => declaration))
    .find(({ namespace, name }) => `${namespace}/${name}` === secret);
  const source = declared?.keys[key]?.source;
  if (source !== undefined) return source.from === 'copied' ? source.of : undefined;
  const [namespace, name] = secret.split('/');
  const named = (kind: string, one: unknown) =>
    objectsOf(cluster, kind).find(({ metadata }) => metadata.namespace === namespace && metadata.name === one);
  const external = named('ExternalSecret', name);
  const [, variable = key] =
    /^\{\{ \.(\w+) \}\}$/.exec(String(at(external, 'spec', 'target', 'template', 'data', key))) ?? [];
  const read = list(at(external, 'spec', 'data')).find((one) => at(one, 'secretKey') === variable);
  const store = named(
    'SecretStore',
    at(read, 'sourceRef', 'storeRef', 'name') ?? at(external, 'spec', 'secretStoreRef', 'name'),
  );
  // A generated value is alone in a Secret `<secret>.<key>`, from which the other Secrets are put together.
  const [of, ofKey] = String(at(read, 'remoteRef', 'key')).split('.');
  return { namespace: at(store, 'spec', 'provider', 'kubernetes', 'remoteNamespace'), name: of, key: ofKey };
}
