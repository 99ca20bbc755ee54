import { join } from 'node:path';
import { readMarkedValues } from '../flux/image-policy-marker.js';
import type { CommittedTree, DeclareInputs } from '../model/cluster.js';
import { byCodeUnit } from '../model/code-unit-order.js';
import { CREATION_RULES_FILE } from '../secrets/recipients/creation-rules.js';
import { type CreationRulesText, readCreationRules } from '../secrets/recipients/creation-rules-text.js';
import { readFileIfPresent } from '../system/read-file.js';
import { listFiles, readTree } from '../system/read-tree.js';
import { pagePath } from './cluster-page.js';
import { parseVersions } from './versions.js';

/** Everything that synth knows of the disk, read once. */
export interface Snapshot extends DeclareInputs {
  readonly root: string;
  /** Text of every file below `kubernetes/<cluster>`, by path. */
  readonly files: ReadonlyMap<string, string>;
  /** Chart files that exist. */
  readonly chartFiles: ReadonlySet<string>;
  /** What `.sops.yaml` says. */
  readonly creationRules: CreationRulesText;
}

export const VERSIONS_FILE = 'charts/versions.yaml';

/** Reads versions, chart file names and the committed trees of some clusters. */
export function read(root: string, clusters: readonly string[], resetImages: readonly string[] = []): Snapshot {
  const files = new Map(clusters.flatMap((cluster) => [...readTree(root, `kubernetes/${cluster}`)]));
  for (const page of clusters.map(pagePath)) {
    const text = readFileIfPresent(join(root, page));
    if (text !== undefined) files.set(page, text);
  }
  return {
    root,
    files,
    versions: parseVersions(readFileIfPresent(join(root, VERSIONS_FILE)), VERSIONS_FILE),
    chartFiles: new Set(listFiles(root, 'charts').filter((path) => path.endsWith('.ts'))),
    creationRules: readCreationRules(readFileIfPresent(join(root, CREATION_RULES_FILE))),
    committed: committedTree(files, (path) => readFileIfPresent(join(root, path))),
    resetImages: new Set(resetImages),
  };
}

/**
 * What the committed tree owns, as a view of its files; `readOther` reads what is outside of those, such
 * as a certificate that several clusters share. @default there is nothing outside
 */
export function committedTree(
  files: ReadonlyMap<string, string>,
  readOther: (path: string) => string | undefined = () => undefined,
): CommittedTree {
  const marked = new Map<string, Map<string, string>>();
  return {
    read: (path) => files.get(path) ?? readOther(path),
    markedValue(cluster, marker) {
      let values = marked.get(cluster);
      if (values === undefined) {
        values = markedValues(files, `kubernetes/${cluster}/`);
        marked.set(cluster, values);
      }
      return values.get(marker);
    },
    folders(path) {
      const below = [...files.keys()].filter((file) => file.startsWith(`${path}/`));
      const names = below.map((file) => file.slice(path.length + 1).split('/')).filter((parts) => parts.length > 1);
      return [...new Set(names.map(([name]) => name as string))].sort(byCodeUnit);
    },
  };
}

function markedValues(files: ReadonlyMap<string, string>, prefix: string): Map<string, string> {
  const values = new Map<string, string>();
  for (const [path, text] of files) {
    if (!path.startsWith(prefix) || !text.includes('$imagepolicy')) continue;
    for (const { marker, value } of readMarkedValues(text)) values.set(marker, value);
  }
  return values;
}
