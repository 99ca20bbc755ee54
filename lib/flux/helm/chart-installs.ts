import type { JsonObject } from '../../model/json.js';
import type { ResourceId } from '../../model/manifest.js';
import { field, isMap } from '../kustomize/built.js';
import { chartOf, HELM_GROUP, releaseName, targetNamespace } from '../presence/releases.js';
import { readDocuments } from '../tree/read-documents.js';
import type { AppliedObject, JsonPath, TreeView } from '../tree/view.js';
import { resolveTemplates } from './resolve-templates.js';

/** A chart that the tree installs: by a HelmRelease, or by K3s' HelmChart. */
export interface ChartInstall {
  readonly at: AppliedObject;
  /** Name of the chart; undefined where nothing in the tree tells. */
  readonly chart: string | undefined;
  /** Name of the Helm release. */
  readonly release: string;
  readonly namespace: string;
  /** Values that the manifest gives; those of `valuesFrom` are not among them. */
  readonly values: JsonObject;
  /** Where the values are in the manifest. */
  readonly valuesPath: JsonPath;
}

const K3S_GROUP = 'helm.cattle.io';
const cache = new WeakMap<TreeView, readonly ChartInstall[]>();

/** Every chart that a tree installs. HelmChartConfig counts as an install of what K3s bundles. */
export function chartInstalls(view: TreeView): readonly ChartInstall[] {
  const known = cache.get(view);
  if (known !== undefined) return known;
  const releases = view.index.ofKind(HELM_GROUP, 'HelmRelease').map((at) => ({
    at,
    chart: chartOf(at, view),
    release: releaseName(at),
    namespace: targetNamespace(at),
    values: resolveTemplates(mapOf(field(at.object, 'spec', 'values')), releaseName(at), targetNamespace(at)),
    valuesPath: ['spec', 'values'],
  }));
  const installs = [...releases, ...k3sInstalls(view)];
  cache.set(view, installs);
  return installs;
}

/** Installs of one of some charts. */
export function installsOf(view: TreeView, charts: readonly string[]): ChartInstall[] {
  return chartInstalls(view).filter(({ chart }) => chart !== undefined && charts.includes(chart));
}

/** The Helm release as an identity of its own: Helm keeps one state for it, whoever installs. */
export function releaseId({ namespace, release }: Pick<ChartInstall, 'namespace' | 'release'>): ResourceId {
  return { group: 'helm.sh', kind: 'Release', namespace, name: release };
}

function k3sInstalls({ index }: TreeView): ChartInstall[] {
  return ['HelmChart', 'HelmChartConfig'].flatMap((kind) =>
    index.ofKind(K3S_GROUP, kind).map((at) => {
      const named = field(at.object, 'spec', 'chart');
      const content = field(at.object, 'spec', 'valuesContent');
      const values = typeof content === 'string' ? readDocuments('', content).documents[0]?.object : undefined;
      const target = field(at.object, 'spec', 'targetNamespace');
      return {
        at,
        chart:
          typeof named === 'string' ? named.split('/').at(-1) : kind === 'HelmChartConfig' ? at.id.name : undefined,
        release: at.id.name,
        namespace: typeof target === 'string' ? target : (at.id.namespace ?? ''),
        values: values ?? {},
        valuesPath: ['spec', 'valuesContent'],
      };
    }),
  );
}

function mapOf(value: unknown): JsonObject {
  return isMap(value) ? value : {};
}

/** Place of a value in the manifest that gives it; K3s' manifests hold all values in one text. */
export function valuePlace({ valuesPath }: Pick<ChartInstall, 'valuesPath'>, path: JsonPath): JsonPath {
  return valuesPath.at(-1) === 'values' ? [...valuesPath, ...path] : valuesPath;
}
