import { clusters } from '../../charts/clusters.js';
import { readTree } from '../../lib/system/read-tree.js';
import { IntactTree } from './intact-tree.js';

/** The trees of this repository as they are on disk, by cluster. */
export function committedTrees(): ReadonlyMap<string, IntactTree> {
  return new Map(clusters.map(({ name }) => [name, new IntactTree(readTree(process.cwd(), `kubernetes/${name}`))]));
}
