import type { JsonObject } from './json.js';
import type { Origin } from './manifest.js';

/** One file of the tree, before it is on disk. */
export interface TreeFile {
  /** Relative to the repository, with `/`: `kubernetes/rpi-cluster/apps/kustomization.yaml`. */
  readonly path: string;
  readonly content: string;
  /** What the content says, for checks; absent for what is no YAML. */
  readonly documents?: readonly JsonObject[];
  readonly origin: Origin;
}

/** Everything that synth writes for one cluster, in a stable order. */
export interface ClusterTree {
  readonly cluster: string;
  readonly files: readonly TreeFile[];
}
