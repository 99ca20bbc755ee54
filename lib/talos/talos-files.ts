import type { JsonObject } from '../model/json.js';
import type { TalosMachines } from '../model/talos.js';
import { controlPlanePatch, nodePatch, workerPatch } from './machine-patches.js';
import { schematic } from './schematic.js';

/** A file for `talosctl` or the image factory. */
export interface TalosFile {
  readonly name: string;
  readonly documents: readonly JsonObject[];
}

/** What a cluster's machines are patched with, on top of what `talosctl gen config` makes; a patch of nothing is no file. */
export function talosFiles(machines: TalosMachines): TalosFile[] {
  return [
    { name: 'controlplane.yaml', documents: controlPlanePatch(machines) },
    { name: 'nodes.yaml', documents: nodePatch(machines) },
    { name: 'schematic.yaml', documents: [schematic(machines)] },
    { name: 'worker.yaml', documents: workerPatch(machines) },
  ].filter(({ documents }) => documents.length > 0);
}
