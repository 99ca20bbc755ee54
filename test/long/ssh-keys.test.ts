import { execFileSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { generateSshKeyPair, publicHalf } from '../../lib/secrets/sources/ssh-key.js';
import { findTool } from '../../lib/system/find-tool.js';
import { sayAloud } from '../support/say-aloud.js';
import { temporaryFolder } from '../support/temporary-folder.js';

const sshKeygen = findTool('ssh-keygen');
if (sshKeygen === undefined) sayAloud('many key pairs of each kind with ssh-keygen: none on PATH');

const PATIENCE_MS = 600_000;
/** Numbers differ in length and leading bits from key to key: one key that works proves little. */
const COUNTS = [
  ['ed25519', 100],
  ['rsa-3072', 25],
  ['rsa-4096', 8],
] as const;

const folder = temporaryFolder();

describe('SSH keys, many of each kind', () => {
  for (const [algorithm, count] of COUNTS) {
    const name = `${algorithm}: ssh-keygen reads the private half, finds our public one in it, and signs with it`;
    (sshKeygen === undefined ? test.skip : test)(
      name,
      () => {
        const file = join(folder, algorithm);
        const message = join(folder, 'message');
        for (let made = 0; made < count; made += 1) {
          const pair = generateSshKeyPair('many', randomBytes, algorithm);
          rmSync(file, { force: true });
          writeFileSync(file, pair.private, { mode: 0o600 });
          const shown = execFileSync(sshKeygen as string, ['-y', '-f', file], { encoding: 'utf8' });
          expect(pair.public).toBe(shown);
          expect(publicHalf(pair.private, 'many')).toBe(shown);
          writeFileSync(message, String(made));
          rmSync(`${message}.sig`, { force: true });
          execFileSync(sshKeygen as string, ['-Y', 'sign', '-q', '-f', file, '-n', 'test', message]);
        }
      },
      PATIENCE_MS,
    );
  }
});
