import { isAbsolute, relative, resolve } from 'node:path';
import { Command } from 'commander';
import { formatIdentityFile, generateKeyPair } from '../../secrets/recipients/identity.js';
import { POST_QUANTUM_READERS } from '../../secrets/recipients/post-quantum.js';
import { writeNewFile } from '../../system/write-file.js';
import type { ExitCode } from '../io.js';
import { guarded } from './guarded.js';
import type { SecretsHost } from './host.js';

const PRIVATE = 0o600;

export function keygenCommand(host: SecretsHost): Command {
  return new Command('keygen')
    .description('make an age key pair: the identity goes to a file (mode 0600), the recipient to stdout')
    .requiredOption('--out <file>', 'new file for the identity; an existing one is never overwritten')
    .option('--post-quantum', 'a hybrid of ML-KEM-768 and X25519 (age1pq1…) instead of X25519 alone', false)
    .option('--json', 'print the result as JSON', false)
    .addHelpText(
      'after',
      [
        '',
        `Files for a post-quantum recipient open with ${POST_QUANTUM_READERS}; this tree also`,
        'supports Flux 2.7, which does not open them, so it is for clusters of which you know the version. A file that',
        'has an X25519 recipient besides is no safer than that one.',
      ].join('\n'),
    )
    .action((options: KeygenOptions) => guarded(host, () => runSecretsKeygen(host, options)));
}

interface KeygenOptions {
  readonly out: string;
  readonly postQuantum: boolean;
  readonly json: boolean;
}

/** Makes an age key pair (S2-01). @returns the exit code: 2 when the file exists. */
async function runSecretsKeygen(
  host: Pick<SecretsHost, 'root' | 'stdout' | 'stderr' | 'now'>,
  options: KeygenOptions,
): Promise<ExitCode> {
  const path = resolve(options.out);
  const { identity, recipient } = await generateKeyPair(options.postQuantum ? 'post-quantum' : 'x25519');
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
