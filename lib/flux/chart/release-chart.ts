import type { JsonObject } from '../../model/json.js';
import type { ChartReference } from '../../model/lock.js';
import { isUnknown } from '../tree/unknown.js';
import type { AppliedObject, JsonPath, TreeView } from '../tree/view.js';

/** A release with the chart that it takes. */
export interface ChartUse {
  readonly at: AppliedObject;
  /** Field that names the chart. */
  readonly path: JsonPath;
  readonly chart: ChartReference;
  readonly values: JsonObject;
  /** Its source may be spoken to without TLS. */
  readonly insecure: boolean;
}

const SOURCES = 'source.toolkit.fluxcd.io';

/** Every HelmRelease of a tree whose chart is pinned to one version of a registry or chart repository. */
export function chartsOf(view: TreeView): ChartUse[] {
  return view.index.ofKind('helm.toolkit.fluxcd.io', 'HelmRelease').flatMap((at) => {
    const spec = mapOf(at.object.spec);
    const values = mapOf(spec.values);
    const ref = mapOf(spec.chartRef);
    const inTemplate = mapOf(mapOf(spec.chart).spec);
    const found =
      spec.chartRef === undefined
        ? chartOfSpec(view, inTemplate, at.id.namespace)
        : chartOfReference(view, ref, at.id.namespace);
    const path = spec.chartRef === undefined ? ['spec', 'chart', 'spec'] : ['spec', 'chartRef'];
    return found === undefined ? [] : [{ at, path, values, ...found }];
  });
}

type Found = Pick<ChartUse, 'chart' | 'insecure'>;

function chartOfReference(view: TreeView, ref: JsonObject, namespace: string | undefined): Found | undefined {
  const source = find(view, ref, namespace);
  const spec = mapOf(source?.object.spec);
  if (ref.kind === 'HelmChart') return chartOfSpec(view, spec, source?.id.namespace);
  const tag = textOf(mapOf(spec.ref).tag);
  const url = textOf(spec.url)?.replace(/\/+$/, '');
  const slash = url?.lastIndexOf('/') ?? -1;
  if (ref.kind !== 'OCIRepository' || url === undefined || tag === undefined || slash <= 'oci://'.length)
    return undefined;
  // A tag cannot hold the plus of a version.
  const chart = { repository: url.slice(0, slash), name: url.slice(slash + 1), version: tag.replaceAll('_', '+') };
  return { chart, insecure: spec.insecure === true };
}

function chartOfSpec(view: TreeView, spec: JsonObject, namespace: string | undefined): Found | undefined {
  const ref = mapOf(spec.sourceRef);
  const source = ref.kind === 'HelmRepository' ? find(view, ref, namespace) : undefined;
  const { url, insecure } = mapOf(source?.object.spec);
  const [repository, name, version] = [textOf(url)?.replace(/\/+$/, ''), textOf(spec.chart), textOf(spec.version)];
  if (repository === undefined || name === undefined || version === undefined) return undefined;
  // A range names no one version.
  if (!/^v?\d+\.\d+\.\d+[\w.+-]*$/.test(version)) return undefined;
  return { chart: { repository, name, version }, insecure: insecure === true };
}

function find(view: TreeView, ref: JsonObject, namespace: string | undefined): AppliedObject | undefined {
  const [kind, name] = [textOf(ref.kind), textOf(ref.name)];
  const at = textOf(ref.namespace) ?? namespace;
  if (kind === undefined || name === undefined || at === undefined) return undefined;
  return view.index.get({ group: SOURCES, kind, namespace: at, name });
}

function mapOf(value: unknown): JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as JsonObject) : {};
}

function textOf(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' && !isUnknown(value) ? value : undefined;
}
