import { idOf } from './tree-view.js';
import type { AppliedObject, TreeView } from './view.js';

export const SOURCE_GROUP = 'source.toolkit.fluxcd.io';
export const IMAGE_GROUP = 'image.toolkit.fluxcd.io';
export const NOTIFICATION_GROUP = 'notification.toolkit.fluxcd.io';

const cache = new WeakMap<TreeView, readonly AppliedObject[]>();

/** Objects of a kind of Flux's own, with those that a person applies: bootstrap brings the root GitRepository so. */
export function fluxObjects(view: TreeView, group: string, kind: string): readonly AppliedObject[] {
  const byHand = appliedByHand(view).filter(({ id }) => id.group === group && id.kind === kind);
  return byHand.length === 0 ? view.index.ofKind(group, kind) : [...view.index.ofKind(group, kind), ...byHand];
}

/** Flux's objects in files that no unit reads, but for Kustomizations, which are units themselves. */
export function appliedByHand(view: TreeView): readonly AppliedObject[] {
  const known = cache.get(view) ?? collect(view);
  cache.set(view, known);
  return known;
}

function collect({ units, sources }: TreeView): AppliedObject[] {
  const read = new Set(units.flatMap(({ files }) => [...files]));
  const found: AppliedObject[] = [];
  for (const { path, documents } of sources.values()) {
    if (read.has(path)) continue;
    for (const document of documents) {
      const { object } = document;
      const id = idOf(object);
      if (!id.group.endsWith('.toolkit.fluxcd.io') || id.kind === 'Kustomization') continue;
      found.push({ id, object, document, sealed: false });
    }
  }
  return found;
}
