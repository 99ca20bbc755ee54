import { randomBytes } from 'node:crypto';
import type { SealedFile } from '../model/secret.js';
import { read } from '../synth/read.js';
import { resolve } from '../synth/resolve.js';
import { sealedFiles } from '../synth/seal.js';
import type { Done, Io, Platform } from './io.js';
import type { SecretsHost } from './secrets-host.js';
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

/** What the secrets commands get of this program. */
export function secretsHost(platform: Platform, io: Io, done: Done): SecretsHost {
  return {
    sealedFiles: async (cluster) => declaredSecrets(platform, io, cluster),
    root: io.root,
    stdout: io.out,
    stderr: io.err,
    env: io.env,
    now: () => new Date(),
    random: randomBytes,
    setExitCode: done,
  };
}
