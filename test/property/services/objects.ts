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

/** Keys of the Secrets that the cluster seals, by `namespace/name`. */
export function sealedKeys({ units }: ResolvedCluster): Map<string, ReadonlySet<string>> {
  return new Map(
    units.flatMap(({ secretFiles }) =>
      secretFiles.map(({ declaration: { namespace, name, keys } }) => [
        `${namespace}/${name}`,
        new Set(Object.keys(keys)),
      ]),
    ),
  );
}
