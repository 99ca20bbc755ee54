import { renderFile } from '../flux/yaml/document.js';
import type { ResolvedCluster } from '../model/cluster.js';
import type { TreeFile } from '../model/tree.js';
import { talosFiles } from '../talos/talos-files.js';

/** Folder of a cluster's tree that Flux never reads: patches for machines, and what a person keeps beside them. */
export const TALOS_FOLDER = 'talos';

/** Machine configuration patches of a cluster that has machines, beside what Flux reads. */
export function renderTalos({ name, source, talos }: ResolvedCluster): TreeFile[] {
  if (talos === undefined) return [];
  return talosFiles(talos).map(({ name: file, documents }) => ({
    path: `kubernetes/${name}/${TALOS_FOLDER}/${file}`,
    content: renderFile(documents, {
      source,
      ...(file === 'schematic.yaml' ? {} : { schemaUrl: () => schema(talos.version) }),
    }),
    documents,
    origin: { cluster: name, source },
  }));
}

function schema(version: string): string {
  const minor = version.split('.').slice(0, 2).join('.');
  return `https://raw.githubusercontent.com/siderolabs/talos/${version}/website/content/${minor}/schemas/config.schema.json`;
}
