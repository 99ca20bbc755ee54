import type { ResolvedCluster } from '../model/cluster.js';
import { read } from '../synth/read.js';
import { resolve } from '../synth/resolve.js';
import type { Io, Platform } from './io.js';
import { selectClusters } from './select-clusters.js';

/** Clusters as the charts declare them. It goes no further than resolve, so it works while synth fails. */
export function declaredClusters(platform: Platform, io: Pick<Io, 'root'>, cluster?: string): ResolvedCluster[] {
  const clusters = selectClusters(platform, cluster === undefined ? [] : [cluster]);
  const snapshot = read(
    io.root,
    clusters.map(({ name }) => name),
  );
  return clusters.map((definition) => resolve(definition.declare(snapshot), snapshot.committed));
}
