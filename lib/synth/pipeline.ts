import type { ClusterDefinition, ResolvedCluster } from '../model/cluster.js';
import type { Finding } from '../model/finding.js';
import type { ClusterTree } from '../model/tree.js';
import { RULES } from '../rules/registry.js';
import { runRules } from '../rules/rule.js';
import type { ShownFile, UnreadableFile } from '../secrets/file/shown-file.js';
import { type Changes, planChanges } from './changes.js';
import { clusterPage, pagePath } from './cluster-page.js';
import { sortLeftovers } from './ownership.js';
import type { Snapshot } from './read.js';
import { render } from './render.js';
import { resolve } from './resolve.js';
import { readSealed, seal } from './seal.js';

/** What a synth of one cluster would do, and everything that is wrong with it. */
export interface Plan {
  readonly cluster: ResolvedCluster;
  readonly tree: ClusterTree;
  readonly changes: Changes;
  readonly findings: readonly Finding[];
  /** Sealed files that are declared and exist, as everyone can read them. */
  readonly sealed: readonly (ShownFile | UnreadableFile)[];
}

/** declare → resolve → render → seal → check, for one cluster. `read` comes before, `write` after. */
export function plan(definition: ClusterDefinition, snapshot: Snapshot): Plan {
  const declared = definition.declare(snapshot);
  const cluster = resolve(declared, snapshot.committed);
  const rendered = render(cluster);
  const tree = { ...rendered, files: [...rendered.files, clusterPage(cluster)] };
  const missing = seal(cluster, snapshot.committed);
  const { sealed, certificates } = readSealed(cluster, snapshot.committed);

  const onDisk = clusterFiles(snapshot, definition.name);
  const leftovers = sortLeftovers(cluster, tree, onDisk);
  const { chartFiles, creationRules } = snapshot;
  const checked = runRules(RULES, {
    cluster,
    tree,
    chartFiles,
    foreignFiles: leftovers.foreign,
    sealed,
    creationRules,
    certificates,
  });
  return {
    cluster,
    tree,
    changes: planChanges(tree, leftovers.removed, onDisk),
    findings: [...cluster.problems, ...missing, ...checked],
    sealed,
  };
}

function clusterFiles({ files }: Snapshot, cluster: string): Map<string, string> {
  const ours = [`kubernetes/${cluster}/`, pagePath(cluster)];
  return new Map([...files].filter(([path]) => ours.some((start) => path.startsWith(start))));
}
