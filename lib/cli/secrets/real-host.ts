import { randomBytes } from 'node:crypto';
import { sealedFiles } from '../../synth/seal.js';
import { memoryFolder } from '../../system/memory-folder.js';
import { ask, isInteractive, readStdin, stdoutIsTerminal, writeStdout } from '../../system/terminal.js';
import { declaredClusters } from '../declared-clusters.js';
import type { Done, Io, Platform } from '../io.js';
import { progressOn } from '../progress.js';
import { synth } from '../synth.js';
import type { SecretsHost } from './host.js';

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
