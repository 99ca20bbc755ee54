import { isAbsolute, relative, resolve } from 'node:path';
import { formatIdentityFile, generateKeyPair } from '../secrets/identity.js';
import { writeNewFile } from '../system/write-file.js';
import type { ExitCode } from './io.js';
import type { SecretsHost } from './secrets-host.js';

const PRIVATE = 0o600;

/** Makes an age key pair (S2-01). @returns the exit code: 2 when the file exists. */
export async function runSecretsKeygen(
  host: Pick<SecretsHost, 'root' | 'stdout' | 'stderr' | 'now'>,
  options: { readonly out: string; readonly json: boolean },
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
