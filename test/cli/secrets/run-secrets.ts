import { randomBytes } from 'node:crypto';
import { SILENT } from '../../../lib/cli/progress.js';
import { secretsCommand } from '../../../lib/cli/secrets/command.js';
import type { SecretsHost } from '../../../lib/cli/secrets/host.js';
import type { SealedFile } from '../../../lib/model/secret.js';

export interface SecretsRun {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

/** Runs one secrets command as a person types it, on the declared files of the cluster `alpha`. */
export async function runSecrets(
  args: readonly string[],
  host: Pick<SecretsHost, 'root'> & Partial<SecretsHost> & { readonly files: readonly SealedFile[] },
): Promise<SecretsRun> {
  const out: string[] = [];
  const err: string[] = [];
  let code = 0;
  const { files, ...others } = host;
  const command = secretsCommand({
    sealedFiles: async (cluster) => (cluster === undefined || cluster === 'alpha' ? files : []),
    clusters: async () => [],
    stdout: (line) => out.push(line),
    stdoutRaw: (text) => out.push(text),
    stdoutIsTerminal: false,
    stderr: (line) => err.push(line),
    render: () => 0,
    progress: () => SILENT,
    env: {},
    now: () => new Date('2026-01-02T03:04:05Z'),
    random: randomBytes,
    interactive: false,
    readStdin: async () => new Uint8Array(),
    ask: async () => {
      throw new Error('nobody is there to be asked');
    },
    setExitCode: (value) => {
      code = value;
    },
    ...others,
  });
  await command.parseAsync([...args], { from: 'user' });
  return { code, out: out.join('\n'), err: err.join('\n') };
}
