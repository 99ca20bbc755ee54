import type { ResolvedCluster } from '../../lib/model/cluster.js';
import { type KubeObject, resourceId } from '../../lib/model/manifest.js';
import type { SealedFile } from '../../lib/model/secret.js';
import type { ResolvedUnit } from '../../lib/model/unit.js';

/** A cluster with one unit that has these objects and sealed files, at the paths that `sealedFile()` gives. */
export function clusterWith(
  objects: readonly KubeObject[],
  files: readonly SealedFile[],
  changes: Partial<ResolvedCluster> & { readonly unit?: Partial<ResolvedUnit> } = {},
): ResolvedCluster {
  const { unit, ...others } = changes;
  const name = others.name ?? 'alpha';
  const source = 'charts/clusters/alpha.ts';
  const prefix = `kubernetes/${name}/apps/`;
  return {
    name,
    source,
    flux: { namespace: 'flux-system', interval: '5m', git: { url: 'https://git.example.net/home', branch: 'main' } },
    kubernetesVersion: '1.34.2',
    foreignPaths: [],
    asides: [],
    architecture: 'arm64',
    suppressions: [],
    external: { namespaces: {}, apiGroups: {}, objects: [] },
    boundaries: [],
    addresses: {},
    protection: {},
    hosts: [],
    problems: [],
    namespaces: [],
    sources: [],
    adopted: [],
    units: [
      {
        cluster: name,
        name: 'app',
        layer: 'apps',
        folder: 'apps',
        path: 'apps',
        namespace: 'app',
        source: 'charts/apps/app.ts',
        provides: [],
        brought: [],
        dependsOn: [],
        interval: '1h',
        retryInterval: '2m',
        timeout: '5m',
        prune: true,
        wait: true,
        healthChecks: [],
        substitutes: false,
        configFiles: [],
        manifests: objects.map((object) => ({
          id: resourceId(object),
          object,
          origin: { cluster: name, unit: 'app', source: 'charts/apps/app.ts' },
          file: `${object.kind.toLowerCase()}.yaml`,
        })),
        secretFiles: files.map(({ path, ...file }) => ({ ...file, file: path.slice(prefix.length) })),
        ...unit,
      },
    ],
    ...others,
  };
}

/** An object of some kind in the namespace `app`; `null` for one without a namespace. */
export function object(
  kind: string,
  name: string,
  parts: Readonly<Record<string, unknown>> = {},
  namespace: string | null = 'app',
): KubeObject {
  const metadata = namespace === null ? { name } : { name, namespace };
  return { apiVersion: 'example.org/v1', kind, metadata, ...parts } as KubeObject;
}
