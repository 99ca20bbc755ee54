import { existsSync } from 'node:fs';
import { clusters } from '../../charts/clusters.js';
import { type Plan, plan } from '../../lib/synth/pipeline.js';
import { committedTree, read, type Snapshot } from '../../lib/synth/read.js';

/** The tree of this repository: committed files where there are any, and what the charts give for the rest. */
export interface RealTree {
  readonly snapshot: Snapshot;
  readonly plans: readonly Plan[];
  /** Text of every file of every cluster, SOPS files (or their stand-ins) included. */
  readonly files: ReadonlyMap<string, string>;
  /** SOPS files that nobody has made yet. */
  readonly standIns: readonly string[];
  readonly committed: boolean;
}

/** Plans every cluster over the working tree; a missing SOPS file gets a stand-in that kustomize can read. */
export function realTree(): RealTree {
  const snapshot = read(
    process.cwd(),
    clusters.map(({ name }) => name),
  );
  const missing = clusters.flatMap((cluster) =>
    plan(cluster, snapshot).cluster.units.flatMap((unit) =>
      unit.secretFiles.flatMap(({ declaration: { name, namespace }, file }) => {
        const path = `kubernetes/${cluster.name}/${unit.path}/${file}`;
        const text = `apiVersion: v1\nkind: Secret\nmetadata:\n  name: ${name}\n  namespace: ${namespace}\n`;
        return snapshot.files.has(path) ? [] : [[path, text] as const];
      }),
    ),
  );
  const files = new Map([...snapshot.files, ...missing]);
  const completed: Snapshot = { ...snapshot, files, committed: committedTree(files) };
  const plans = clusters.map((cluster) => plan(cluster, completed));
  const removed = new Set(plans.flatMap(({ changes }) => changes.remove));
  for (const { tree } of plans) for (const { path, content } of tree.files) files.set(path, content);
  for (const path of removed) files.delete(path);
  return {
    snapshot: completed,
    plans,
    files,
    standIns: missing.map(([path]) => path),
    committed: existsSync('kubernetes'),
  };
}
