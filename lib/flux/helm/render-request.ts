import type { Json, JsonObject } from '../../model/json.js';
import { field, isMap, mapsOf } from '../kustomize/built.js';
import { joinPath } from '../kustomize/paths.js';
import { fillVariables } from '../substitution.js';
import { readDocuments } from '../tree/read-documents.js';
import type { TreeView } from '../tree/view.js';
import { type ChartInstall, chartInstalls } from './chart-installs.js';

const SOURCES = 'source.toolkit.fluxcd.io';

/** A HelmRelease as `helm template` needs it. */
export interface RenderRequest {
  readonly install: ChartInstall;
  /** Folder of the repository with the chart; absent for a chart that is published. */
  readonly folder?: string;
  readonly version?: string;
  /** JSON of the values that the tree knows: those of Secrets are missing, unknown variables are a stand-in. */
  readonly values: string;
  readonly withDefinitions: boolean;
}

/** What to ask helm for, for every HelmRelease of a tree. */
export function renderRequests(view: TreeView): RenderRequest[] {
  return chartInstalls(view)
    .filter(({ at }) => at.id.kind === 'HelmRelease')
    .map((install) => {
      const { object } = install.at;
      const policy = field(object, 'spec', 'install', 'crds');
      return {
        install,
        ...chartPlace(install, view),
        values: fillVariables(JSON.stringify(allValues(install, view)), new Map()),
        withDefinitions: policy !== 'Skip',
      };
    });
}

function chartPlace({ at }: ChartInstall, { index }: TreeView): Pick<RenderRequest, 'folder' | 'version'> {
  const spec = field(at.object, 'spec', 'chart', 'spec');
  if (field(spec, 'sourceRef', 'kind') === 'GitRepository') {
    const folder = joinPath('', String(field(spec, 'chart') ?? ''));
    return folder === undefined ? {} : { folder };
  }
  const ref = field(at.object, 'spec', 'chartRef');
  const kind = String(field(ref, 'kind') ?? '');
  const namespace = String(field(ref, 'namespace') ?? at.id.namespace ?? '');
  const source = index.get({ group: SOURCES, kind, namespace, name: String(field(ref, 'name') ?? '') });
  const version =
    field(spec, 'version') ?? field(source?.object, 'spec', 'ref', 'tag') ?? field(source?.object, 'spec', 'version');
  return typeof version === 'string' ? { version } : {};
}

/** Values as helm-controller lays them over each other: `valuesFrom` in order, then `values`. */
function allValues({ at, values }: ChartInstall, { index }: TreeView): JsonObject {
  let merged: JsonObject = {};
  for (const { kind, name, valuesKey = 'values.yaml', targetPath } of mapsOf(field(at.object, 'spec', 'valuesFrom'))) {
    if (kind !== 'ConfigMap' || targetPath !== undefined) continue;
    const found = index.get({ group: '', kind, namespace: at.id.namespace ?? '', name: String(name) });
    const text = field(found?.object, 'data', String(valuesKey));
    const [given] = typeof text === 'string' ? readDocuments('', text).documents : [];
    merged = mergeValues(merged, given?.object ?? {});
  }
  return mergeValues(merged, values);
}

/** Maps are merged, all else is replaced. */
export function mergeValues(below: JsonObject, above: JsonObject): JsonObject {
  const merged: Record<string, Json | undefined> = { ...below };
  for (const [key, value] of Object.entries(above)) {
    const under = merged[key];
    merged[key] = isMap(under) && isMap(value) ? mergeValues(under, value) : value;
  }
  return merged;
}
