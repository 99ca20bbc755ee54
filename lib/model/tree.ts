import type { Origin } from './manifest.js';

/** One file of the tree, before it is on disk. */
export interface TreeFile {
  /** Relative to the repository, with `/`: `kubernetes/rpi-cluster/apps/kustomization.yaml`. */
  readonly path: string;
  readonly content: string;
  readonly origin: Origin;
}

/** Everything that synth writes for one cluster, in a stable order. */
export interface ClusterTree {
  readonly cluster: string;
  readonly files: readonly TreeFile[];
}
