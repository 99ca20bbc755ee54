import type { ResolvedCluster } from '../../model/cluster.js';
import type { JsonObject } from '../../model/json.js';
import type { ResolvedUnit } from '../../model/unit.js';
import { field, mapsOf } from '../kustomize/built.js';

/** A HelmRelease of a cluster, as its chart file declares it. */
export interface DeclaredRelease {
  readonly namespace: string;
  readonly name: string;
  readonly values: JsonObject;
  /** What helm-controller puts in from Secrets and ConfigMaps. */
  readonly valuesFrom: readonly JsonObject[];
  /** Arguments of helm that name the chart; absent for a chart in a Git repository. */
  readonly chart?: readonly string[];
}

/** Every HelmRelease of a cluster, in order of namespace and name. */
export function declaredReleases(cluster: ResolvedCluster): DeclaredRelease[] {
  const found = cluster.units.flatMap((unit) =>
    unit.manifests
      .filter(({ id }) => id.kind === 'HelmRelease')
      .map(({ id, object }): DeclaredRelease => {
        const chart = chartArguments(object, unit, cluster);
        return {
          namespace: id.namespace ?? unit.namespace,
          name: id.name,
          values: (field(object, 'spec', 'values') ?? {}) as JsonObject,
          valuesFrom: mapsOf(field(object, 'spec', 'valuesFrom')),
          ...(chart === undefined ? {} : { chart }),
        };
      }),
  );
  const key = ({ namespace, name }: DeclaredRelease) => `${namespace}/${name}`;
  return found.sort((a, b) => (key(a) < key(b) ? -1 : 1));
}

function chartArguments(release: JsonObject, unit: ResolvedUnit, cluster: ResolvedCluster): string[] | undefined {
  const reference = field(release, 'spec', 'chartRef', 'name');
  if (reference !== undefined) {
    const source = unit.manifests.find(({ id }) => id.kind === 'OCIRepository' && id.name === reference)?.object;
    return [String(field(source, 'spec', 'url')), '--version', String(field(source, 'spec', 'ref', 'tag'))];
  }
  const chart = field(release, 'spec', 'chart', 'spec');
  const source = cluster.sources.find(({ object }) => object.metadata.name === field(chart, 'sourceRef', 'name'));
  if (source?.object.kind !== 'HelmRepository') return undefined;
  const url = String(field(source.object, 'spec', 'url'));
  return [String(field(chart, 'chart')), '--repo', url, '--version', String(field(chart, 'version'))];
}
