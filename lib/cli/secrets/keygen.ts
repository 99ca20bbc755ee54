import { isAbsolute, relative, resolve } from 'node:path';
import { Command } from 'commander';
import { formatIdentityFile, generateKeyPair } from '../../secrets/identity.js';
import { writeNewFile } from '../../system/write-file.js';
import type { ExitCode } from '../io.js';
import { guarded } from './guarded.js';
import type { SecretsHost } from './host.js';

const PRIVATE = 0o600;

export function keygenCommand(host: SecretsHost): Command {
  return new Command('keygen')
    .description('make an age key pair: the identity goes to a file (mode 0600), the recipient to stdout')
    .requiredOption('--out <file>', 'new file for the identity; an existing one is never overwritten')
    .option('--json', 'print the result as JSON', false)
    .action((options: KeygenOptions) => guarded(host, () => runSecretsKeygen(host, options)));
}

interface KeygenOptions {
  readonly out: string;
  readonly json: boolean;
}

/** Makes an age key pair (S2-01). @returns the exit code: 2 when the file exists. */
async function runSecretsKeygen(
  host: Pick<SecretsHost, 'root' | 'stdout' | 'stderr' | 'now'>,
  options: KeygenOptions,
): Promise<ExitCode> {
  const path = resolve(options.out);
  const { identity, recipient } = await generateKeyPair();
  const written = await writeNewFile(path, formatIdentityFile(identity, recipient, host.now()), {
    mode: PRIVATE,
  });
  if (!written) {
    host.stderr(`${options.out}: exists, and a key is never overwritten`);
    host.stderr('hint: choose another file');
    return 2;
  }
  const inside = relative(host.root, path);
  if (!inside.startsWith('..') && !isAbsolute(inside)) {
    host.stderr(`${options.out}: is inside the repository, and a private key must never be committed (S2-02)`);
    host.stderr('hint: move it out, to ~/.config/sops/age/keys.txt for one');
  }
  host.stdout(options.json ? JSON.stringify({ recipient, file: options.out }) : recipient);
  return 0;
}
