import { type TreeInput, treeView } from '../flux/tree/tree-view.js';
import type { TreeView } from '../flux/tree/view.js';
import type { Plan } from './pipeline.js';
import type { Snapshot } from './read.js';
import { treeSettings } from './tree-settings.js';

/**
 * A cluster's tree as the rules see it: what synth would write, without reading it back, and what others own (sealed
 * files, apps that a robot added) as it is on disk.
 */
export function planView({ cluster, tree, changes }: Plan, { files }: Pick<Snapshot, 'files'>): TreeView {
  const root = `kubernetes/${cluster.name}/`;
  const inputs = new Map<string, TreeInput>();
  const gone = new Set(changes.remove);
  for (const [path, text] of files) if (path.startsWith(root) && !gone.has(path)) inputs.set(path, { path, text });
  for (const { path, content, documents } of tree.files) {
    if (!path.startsWith(root)) continue;
    inputs.set(path, { path, text: content, ...(documents === undefined ? {} : { documents }) });
  }
  return treeView(inputs.values(), treeSettings(cluster, tree));
}
