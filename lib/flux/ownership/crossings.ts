import type { ResourceId } from '../../model/manifest.js';
import { formatResourceId } from '../../model/manifest.js';
import type { Boundary, ClusterPart, OwnedObject } from '../../model/ownership.js';
import { chartInstalls } from '../helm/chart-installs.js';
import { containersOf, podOf } from '../pods.js';
import type { AppliedObject, TreeView } from '../tree/view.js';
import { ssaMode } from './apply-mode.js';
import { fluxOwn } from './boundaries.js';
import { CLUSTER_PARTS } from './cluster-parts.js';
import { imageRepository, matchesPattern } from './patterns.js';

/** Something that the tree brings although a boundary gives it to somebody else. */
export interface Crossing {
  readonly at: AppliedObject | { readonly file: string };
  readonly boundary: Boundary;
  /** What it is: `the CNI`, `chart cilium`, `ConfigMap/kube-system/coredns`. */
  readonly what: string;
}

/** Everything in a tree, and in what its charts were seen to bring, that lies beyond a boundary (S3-02, S3-03). */
export function* crossings(view: TreeView): Generator<Crossing> {
  const boundaries = [...(view.settings.boundaries ?? []), ...fluxBoundary(view)];
  if (boundaries.length === 0) return;
  const charts = new Map(chartInstalls(view).map(({ at, chart }) => [at, chart]));
  const crossing = new Set<string>();
  for (const at of view.index.all) {
    if (ssaMode(at.object) === 'ignore' || at.id.kind === 'HelmChartConfig') continue;
    for (const boundary of boundaries) {
      const what = crossed(at, charts.get(at), boundary);
      if (what === undefined) continue;
      yield { at, boundary, what };
      crossing.add(formatResourceId(at.id));
      break;
    }
  }
  for (const owned of view.settings.owned ?? []) {
    // Of a chart that crosses as a whole every object does.
    const brought = crossing.has(owned.owner) ? undefined : ofChart(owned, boundaries);
    if (brought !== undefined) yield brought;
  }
}

/** Flux's own objects, unless the tree itself holds them (gotk-components.yaml). */
function fluxBoundary({ units, index }: TreeView): Boundary[] {
  const namespace = units[0]?.namespace;
  if (namespace === undefined || namespace === '') return [];
  const own = index.get({ group: 'apps', kind: 'Deployment', namespace, name: 'kustomize-controller' });
  return own === undefined ? [fluxOwn(namespace)] : [];
}

function crossed(at: AppliedObject, chart: string | undefined, boundary: Boundary): string | undefined {
  const { charts = [], groups = [], objects = [], parts = [] } = boundary;
  if (chart !== undefined) {
    const part = parts.find((one) => CLUSTER_PARTS[one].charts.includes(chart) && isBundledChart(one, at));
    if (part !== undefined) return CLUSTER_PARTS[part].title;
    if (charts.includes(chart)) return `the chart ${chart}`;
  }
  const { id } = at;
  if (groups.includes(id.group) || objects.some((pattern) => matchesPattern(pattern, id))) return formatResourceId(id);
  return partOf(id, parts) ?? (RUNNERS.has(id.kind) ? partOfPods(at, parts) : undefined);
}

/** Another Traefik beside the bundled one is a matter of ports, not of ownership. */
function isBundledChart(part: ClusterPart, { id, object }: AppliedObject): boolean {
  if (part !== 'traefik') return true;
  const target = (object.spec as { targetNamespace?: unknown } | undefined)?.targetNamespace ?? id.namespace;
  return id.name === 'traefik' && target === 'kube-system';
}

/** Most objects are of a kind or in a namespace that no part has. */
const PART_KINDS = new Set(Object.values(CLUSTER_PARTS).flatMap(({ objects }) => objects.map(({ kind }) => kind)));

function partOf(id: ResourceId, parts: readonly ClusterPart[]): string | undefined {
  if (!PART_KINDS.has(id.kind)) return undefined;
  if (id.namespace !== undefined && id.kind !== 'Installation' && !/^kube-/.test(id.namespace)) return undefined;
  const part = parts.find((one) => CLUSTER_PARTS[one].objects.some((pattern) => matchesPattern(pattern, id)));
  return part === undefined ? undefined : CLUSTER_PARTS[part].title;
}

const RUNNERS = new Set(['DaemonSet', 'Deployment', 'StatefulSet', 'Pod']);
/** A Traefik or an own resolver elsewhere is an app like any other. */
const BY_IMAGE = new Set<ClusterPart>(['cni', 'kube-proxy', 'control-plane', 'servicelb']);

function partOfPods(at: AppliedObject, parts: readonly ClusterPart[]): string | undefined {
  const watched = parts.filter((part) => BY_IMAGE.has(part));
  const pod = watched.length === 0 ? undefined : podOf(at);
  if (pod === undefined) return undefined;
  for (const { container, list } of containersOf(pod)) {
    if (list !== 'containers' || typeof container.image !== 'string') continue;
    const repository = imageRepository(container.image);
    const part = watched.find((one) => CLUSTER_PARTS[one].images.includes(repository));
    if (part !== undefined) return CLUSTER_PARTS[part].title;
  }
  return undefined;
}

/** What a chart was seen to bring: only what the tree's own charts bring can cross, not what Terraform has. */
function ofChart({ id, owner, file }: OwnedObject, boundaries: readonly Boundary[]): Crossing | undefined {
  if (!/^Helm/.test(owner)) return undefined;
  for (const boundary of boundaries) {
    const { groups = [], objects = [], parts = [] } = boundary;
    const isTheirs = groups.includes(id.group) || objects.some((pattern) => matchesPattern(pattern, id));
    const what = isTheirs ? formatResourceId(id) : partOf(id, parts);
    if (what !== undefined) return { at: { file }, boundary, what: `${what}, by ${owner}` };
  }
  return undefined;
}
