import { existsSync } from 'node:fs';
import { clusters } from '../../charts/clusters.js';
import { readCreationRules } from '../../lib/secrets/recipients/creation-rules-text.js';
import { type Plan, plan } from '../../lib/synth/pipeline.js';
import { committedTree, read, type Snapshot } from '../../lib/synth/read.js';
import { SOPS_YAML, sealedStandIns } from './sealed-stand-in.js';

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

/** Plans every cluster over the working tree; a missing sealed file gets a stand-in that kustomize can read. */
export function realTree(): RealTree {
  const snapshot = read(
    process.cwd(),
    clusters.map(({ name }) => name),
  );
  const missing = clusters.flatMap((cluster) =>
    [...sealedStandIns(plan(cluster, snapshot).cluster)].filter(([path]) => !snapshot.files.has(path)),
  );
  const files = new Map([...snapshot.files, ...missing]);
  // A cluster whose files nobody made yet has no rule of its own either.
  const rules = [...snapshot.creationRules.rules, ...readCreationRules(SOPS_YAML).rules];
  const creationRules = missing.length === 0 ? snapshot.creationRules : { rules };
  const completed: Snapshot = { ...snapshot, files, creationRules, committed: committedTree(files) };
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
