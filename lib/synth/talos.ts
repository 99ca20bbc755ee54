import { renderFile } from '../flux/yaml/document.js';
import type { AsideFile } from '../model/aside.js';
import type { DeclaredCluster } from '../model/cluster.js';
import { talosFiles } from '../talos/talos-files.js';

/** Folder of a cluster's tree that Flux never reads: patches for machines, and what a person keeps beside them. */
export const TALOS_FOLDER = 'talos';

/** Machine configuration patches of a cluster that has machines. */
export function talosAsides({ source, talos }: DeclaredCluster): AsideFile[] {
  if (talos === undefined) return [];
  return talosFiles(talos).map(({ name, documents }) => ({
    path: `${TALOS_FOLDER}/${name}`,
    text: renderFile(documents, {
      source,
      ...(name === 'schematic.yaml' ? {} : { schemaUrl: () => schema(talos.version) }),
    }),
    source,
  }));
}

function schema(version: string): string {
  const minor = version.split('.').slice(0, 2).join('.');
  return `https://raw.githubusercontent.com/siderolabs/talos/${version}/website/content/${minor}/schemas/config.schema.json`;
}
