import { field, isMap } from '../../flux/kustomize/built.js';
import { presence } from '../../flux/presence/presence.js';
import { fluxObjects, IMAGE_GROUP, SOURCE_GROUP } from '../../flux/tree/flux-objects.js';
import { isUnknown } from '../../flux/tree/unknown.js';
import type { AppliedObject, JsonPath, TreeFinding, TreeView } from '../../flux/tree/view.js';
import { hintForUnknown } from '../../model/names.js';
import type { TreeRule } from '../tree-rule.js';

/** Where each of Flux's kinds names its source, and which kinds of source it takes. */
const REFERENCES = [
  {
    group: 'kustomize.toolkit.fluxcd.io',
    kind: 'Kustomization',
    path: ['spec', 'sourceRef'],
    takes: ['GitRepository', 'OCIRepository', 'Bucket', 'ExternalArtifact'],
  },
  {
    group: 'helm.toolkit.fluxcd.io',
    kind: 'HelmRelease',
    path: ['spec', 'chart', 'spec', 'sourceRef'],
    takes: ['HelmRepository', 'GitRepository', 'Bucket'],
  },
  {
    group: 'helm.toolkit.fluxcd.io',
    kind: 'HelmRelease',
    path: ['spec', 'chartRef'],
    takes: ['OCIRepository', 'HelmChart', 'ExternalArtifact'],
  },
  {
    group: SOURCE_GROUP,
    kind: 'HelmChart',
    path: ['spec', 'sourceRef'],
    takes: ['HelmRepository', 'GitRepository', 'Bucket'],
  },
  { group: IMAGE_GROUP, kind: 'ImageUpdateAutomation', path: ['spec', 'sourceRef'], takes: ['GitRepository'] },
] as const;

/** Without its source nothing of a Kustomization or HelmRelease is ever reconciled. */
export const fluxSource: TreeRule = {
  name: 'flux-source',
  severity: 'error',
  description:
    'A sourceRef or chartRef names a source that is not there, in another namespace or of a kind that Flux does not take, or a HelmRelease has two charts or none: nothing of it is reconciled any more.',
  remediation: 'correct kind, name and namespace of the reference',
  sources: ['DC-19', 'S4-02', 'S4-10', 'VERIFIED: HelmRelease, sources'],
  *check(view) {
    for (const { group, kind, path, takes } of REFERENCES) {
      for (const at of fluxObjects(view, group, kind)) yield* reference(view, at, path, takes);
    }
    for (const at of fluxObjects(view, 'helm.toolkit.fluxcd.io', 'HelmRelease')) yield* oneChart(view, at);
  },
};

function* reference(
  view: TreeView,
  at: AppliedObject,
  path: JsonPath,
  takes: readonly string[],
): Iterable<TreeFinding> {
  const ref = field(at.object, ...(path as string[]));
  if (!isMap(ref)) {
    if (at.id.kind !== 'HelmRelease') yield { at, path, message: 'names no source' };
    return;
  }
  const kind = String(ref.kind ?? (at.id.kind === 'ImageUpdateAutomation' ? 'GitRepository' : ''));
  const name = String(ref.name ?? '');
  const namespace = typeof ref.namespace === 'string' ? ref.namespace : at.id.namespace;
  if (isUnknown(name) || isUnknown(namespace) || isUnknown(kind)) return;
  if (!takes.includes(kind)) {
    yield { at, path: [...path, 'kind'], message: `is "${kind}", and has to be one of ${takes.join(', ')}` };
    return;
  }
  const sources = fluxObjects(view, SOURCE_GROUP, kind);
  const id = { group: SOURCE_GROUP, kind, name, ...(namespace === undefined ? {} : { namespace }) };
  if (sources.some((one) => one.id.name === name && one.id.namespace === namespace) || presence(view).has(id)) return;
  const elsewhere = sources.filter((one) => one.id.name === name).map((one) => one.id.namespace ?? '');
  const names = sources.filter((one) => one.id.namespace === namespace).map((one) => one.id.name);
  const message =
    elsewhere.length > 0
      ? `names ${kind} ${namespace}/${name}, and it is in namespace ${elsewhere.join(', ')}`
      : `names ${kind} ${namespace}/${name}, which nothing brings`;
  yield { at, path: [...path, 'name'], message, ...(names.length === 0 ? {} : { hint: hintForUnknown(name, names) }) };
}

function* oneChart(view: TreeView, at: AppliedObject): Iterable<TreeFinding> {
  const chart = field(at.object, 'spec', 'chart');
  const ref = field(at.object, 'spec', 'chartRef');
  if ((chart === undefined) === (ref === undefined)) {
    const message = chart === undefined ? 'has neither chart nor chartRef' : 'has both chart and chartRef';
    yield { at, path: ['spec'], message, hint: 'name exactly one of chart and chartRef' };
  }
  if (field(ref, 'kind') !== 'OCIRepository') return;
  const namespace = String(field(ref, 'namespace') ?? at.id.namespace);
  const source = view.index.get({
    group: SOURCE_GROUP,
    kind: 'OCIRepository',
    namespace,
    name: String(field(ref, 'name')),
  });
  if (source === undefined) return;
  const selector = field(source.object, 'spec', 'layerSelector');
  if (field(selector, 'operation') === 'copy' && String(field(selector, 'mediaType')).includes('helm.chart.content'))
    return;
  const hint = 'mediaType: application/vnd.cncf.helm.chart.content.v1.tar+gzip, operation: copy';
  const message = `does not copy the layer of a Helm chart, which HelmRelease ${at.id.name} needs`;
  yield { at: source, path: ['spec', 'layerSelector'], message, hint };
}
