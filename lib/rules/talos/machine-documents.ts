import { isMap } from '../../flux/kustomize/built.js';
import type { TreeDocument, TreeView } from '../../flux/tree/view.js';

/**
 * What `talosctl` reads, wherever it lies in the tree: a machine's configuration, which has no kind, and documents of
 * Talos' own, which have no metadata.
 */
export function* machineDocuments({ sources }: TreeView): Generator<TreeDocument> {
  for (const { documents } of sources.values()) {
    for (const at of documents) {
      const { kind, apiVersion, metadata, machine, cluster } = at.object;
      const isConfig = kind === undefined && apiVersion === undefined && (isMap(machine) || isMap(cluster));
      if (isConfig || (apiVersion === 'v1alpha1' && typeof kind === 'string' && metadata === undefined)) yield at;
    }
  }
}
