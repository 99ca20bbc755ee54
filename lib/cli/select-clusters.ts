import type { ClusterDefinition } from '../model/cluster.js';
import { InputError } from '../model/error.js';
import { hintForUnknown } from '../model/names.js';
import type { Platform } from './io.js';

/** The clusters that a command names, or all. Two definitions with one name, or an unknown name, are errors. */
export function selectClusters(platform: Platform, names: readonly string[] = []): ClusterDefinition[] {
  const known = new Map<string, ClusterDefinition>();
  for (const cluster of platform.clusters) {
    if (known.has(cluster.name))
      throw new InputError(`two clusters are named "${cluster.name}"`, `see ${cluster.source}`);
    known.set(cluster.name, cluster);
  }
  if (names.length === 0) return [...platform.clusters];
  return [...new Set(names)].map((name) => {
    const found = known.get(name);
    if (found === undefined) throw new InputError(`there is no cluster "${name}"`, hintForUnknown(name, known.keys()));
    return found;
  });
}
