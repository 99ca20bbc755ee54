import type { ClusterTree, TreeFile } from '../model/tree.js';
import { generatorFiles } from './ownership.js';

/** What write has to do, in order: a kill at any moment leaves whole files, and the next run finishes. */
export interface Changes {
  readonly write: readonly TreeFile[];
  readonly remove: readonly string[];
  /**
   * kustomization.yaml files that forget an embedded file: written after that file is gone, since it has no header and
   * they are the proof that it is ours.
   */
  readonly writeLast: readonly TreeFile[];
  readonly unchanged: number;
}

export function planChanges(
  tree: ClusterTree,
  removed: readonly string[],
  onDisk: ReadonlyMap<string, string>,
): Changes {
  const changed = tree.files.filter(({ path, content }) => onDisk.get(path) !== content);
  const removedSet = new Set(removed);
  const provesOwnership = ({ path }: TreeFile) => {
    const old = path.endsWith('/kustomization.yaml') ? onDisk.get(path) : undefined;
    if (old === undefined) return false;
    return [...generatorFiles(path.slice(0, path.lastIndexOf('/')), old)].some((file) => removedSet.has(file));
  };
  // The kustomization.yaml of a folder that disappears goes last for the same reason.
  const byProof = (a: string, b: string) =>
    Number(a.endsWith('/kustomization.yaml')) - Number(b.endsWith('/kustomization.yaml'));
  return {
    write: changed.filter((file) => !provesOwnership(file)),
    remove: [...removed].sort(byProof),
    writeLast: changed.filter(provesOwnership),
    unchanged: tree.files.length - changed.length,
  };
}
