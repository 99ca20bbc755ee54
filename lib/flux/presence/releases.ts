import type { AppliedObject, TreeView } from '../tree/view.js';
import { textAt } from './facts.js';

export const HELM_GROUP = 'helm.toolkit.fluxcd.io';
const SOURCE_GROUP = 'source.toolkit.fluxcd.io';

/** Namespace that a HelmRelease's chart is installed into. */
export function targetNamespace({ id, object }: AppliedObject): string {
  return textAt(object, 'spec', 'targetNamespace') ?? id.namespace ?? '';
}

/** Name of the Helm release: the chart's objects and their `release` label bear it. */
export function releaseName({ id, object }: AppliedObject): string {
  const target = textAt(object, 'spec', 'targetNamespace');
  return textAt(object, 'spec', 'releaseName') ?? (target === undefined ? id.name : `${target}-${id.name}`);
}

/** Name of the chart that a HelmRelease installs; undefined where nothing in the tree tells. */
export function chartOf({ id, object }: AppliedObject, { index }: TreeView): string | undefined {
  const named = textAt(object, 'spec', 'chart', 'spec', 'chart');
  if (named !== undefined) return lastPart(named);
  const [kind, name] = [textAt(object, 'spec', 'chartRef', 'kind'), textAt(object, 'spec', 'chartRef', 'name')];
  if (kind === undefined || name === undefined) return undefined;
  const namespace = textAt(object, 'spec', 'chartRef', 'namespace') ?? id.namespace ?? '';
  const source = index.get({ group: SOURCE_GROUP, kind, namespace, name });
  const url = textAt(source?.object, 'spec', kind === 'HelmChart' ? 'chart' : 'url');
  return url === undefined ? undefined : lastPart(url);
}

/** HelmReleases whose chart is installed into a namespace. */
export function releasesIn(view: TreeView, namespace: string): readonly AppliedObject[] {
  let known = cache.get(view);
  if (known === undefined) {
    known = new Map();
    for (const release of view.index.ofKind(HELM_GROUP, 'HelmRelease')) {
      const target = targetNamespace(release);
      known.set(target, [...(known.get(target) ?? []), release]);
    }
    cache.set(view, known);
  }
  return known.get(namespace) ?? [];
}

const cache = new WeakMap<TreeView, Map<string, readonly AppliedObject[]>>();

function lastPart(path: string): string {
  return path.split('/').at(-1) ?? path;
}
