import type { TreeView } from '../tree/view.js';
import { textAt } from './facts.js';
import { chartOf, targetNamespace } from './releases.js';

const cache = new WeakMap<TreeView, string>();

/**
 * Namespace in which cert-manager reads and writes the Secrets of ClusterIssuers: `clusterResourceNamespace`, or its
 * own (trap 38).
 */
export function certManagerNamespace(view: TreeView): string {
  const known = cache.get(view) ?? find(view);
  cache.set(view, known);
  return known;
}

function find(view: TreeView): string {
  for (const release of view.index.ofKind('helm.toolkit.fluxcd.io', 'HelmRelease')) {
    if (chartOf(release, view) !== 'cert-manager') continue;
    return textAt(release.object, 'spec', 'values', 'clusterResourceNamespace') ?? targetNamespace(release);
  }
  return 'cert-manager';
}
