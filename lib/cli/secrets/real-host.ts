import { randomBytes } from 'node:crypto';
import type { ResolvedCluster } from '../../model/cluster.js';
import { read } from '../../synth/read.js';
import { resolve } from '../../synth/resolve.js';
import { sealedFiles } from '../../synth/seal.js';
import { memoryFolder } from '../../system/memory-folder.js';
import { ask, isInteractive, readStdin, stdoutIsTerminal, writeStdout } from '../../system/terminal.js';
import type { Done, Io, Platform } from '../io.js';
import { progressOn } from '../progress.js';
import { selectClusters } from '../select-clusters.js';
import { synth } from '../synth.js';
import type { SecretsHost } from './host.js';

/** Clusters as the charts declare them. It goes no further than resolve, so it works while synth fails. */
function declaredClusters(platform: Platform, io: Io, cluster?: string): ResolvedCluster[] {
  const clusters = selectClusters(platform, cluster === undefined ? [] : [cluster]);
  const snapshot = read(
    io.root,
    clusters.map(({ name }) => name),
  );
  return clusters.map((definition) => resolve(definition.declare(snapshot), snapshot.committed));
}

/** What the secrets commands get of this program. */
export function secretsHost(platform: Platform, io: Io, done: Done): SecretsHost {
  const memory = memoryFolder(io.env);
  return {
    clusters: async (cluster) => declaredClusters(platform, io, cluster),
    sealedFiles: async (cluster) => declaredClusters(platform, io, cluster).flatMap(sealedFiles),
    root: io.root,
    stdout: io.out,
    stdoutRaw: writeStdout,
    stdoutIsTerminal: stdoutIsTerminal(),
    stderr: io.err,
    render: () => synth(platform, { quiet: true }, { ...io, out: io.err }),
    progress: progressOn(process.stderr),
    env: io.env,
    now: () => new Date(),
    random: randomBytes,
    setExitCode: done,
    interactive: isInteractive(),
    readStdin,
    ask,
    ...(memory === undefined ? {} : { memoryFolder: memory }),
  };
}
