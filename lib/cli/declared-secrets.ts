import type { SealedFile } from '../model/secret.js';
import { read } from '../synth/read.js';
import { resolve } from '../synth/resolve.js';
import { sealedFiles } from '../synth/seal.js';
import type { Io, Platform } from './io.js';
import { selectClusters } from './select-clusters.js';

/** SOPS files that the charts declare. It goes no further than resolve, so it works while synth fails for lack of them. */
export function declaredSecrets(platform: Platform, io: Io, cluster?: string): SealedFile[] {
  const clusters = selectClusters(platform, cluster === undefined ? [] : [cluster]);
  const snapshot = read(
    io.root,
    clusters.map(({ name }) => name),
  );
  return clusters.flatMap((definition) => sealedFiles(resolve(definition.declare(snapshot), snapshot.committed)));
}
