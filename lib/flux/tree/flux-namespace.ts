import type { TreeView } from './view.js';

/** Namespace that Flux of this tree lives in: that of the Kustomizations a person applies, or of most. */
export function fluxNamespace({ units }: TreeView): string | undefined {
  const roots = units.filter(({ kustomization }) => kustomization.unit === undefined);
  const votes = new Map<string, number>();
  for (const { namespace } of roots.length > 0 ? roots : units) {
    votes.set(namespace, (votes.get(namespace) ?? 0) + 1);
  }
  return [...votes].sort(([, a], [, b]) => b - a)[0]?.[0];
}
