import { execFileSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { compareSync } from 'bcryptjs';
import { hashPassword } from '../../lib/secrets/sources/bcrypt.js';
import { dockerConfigJson } from '../../lib/secrets/sources/docker-config.js';
import { generateText } from '../../lib/secrets/sources/generated.js';
import { htpasswdLine } from '../../lib/secrets/sources/htpasswd.js';
import { generateSshKeyPair, publicHalf } from '../../lib/secrets/sources/ssh-key.js';
import { fillTemplate } from '../../lib/secrets/sources/template.js';
import { findTool } from '../../lib/system/find-tool.js';
import { sayAloud } from '../support/say-aloud.js';

const sshKeygen = findTool('ssh-keygen');
if (sshKeygen === undefined) sayAloud('key pairs with ssh-keygen: none on PATH');

describe('generated text', () => {
  test('has the length and the alphabet', () => {
    expect(generateText(48, 'hex', randomBytes)).toMatch(/^[0-9a-f]{48}$/);
    expect(generateText(33, 'base64url', randomBytes)).toMatch(/^[\w-]{33}$/);
    expect(generateText(50, 'alphanumeric', randomBytes)).toMatch(/^[A-Za-z0-9]{50}$/);
  });

  test('has no letter that comes more often: every accepted byte stands for one, the rest is thrown away', () => {
    const everyByte = Uint8Array.from({ length: 256 }, (_, index) => index);
    let calls = 0;
    const text = generateText(248, 'alphanumeric', (count) => (calls++ === 0 ? everyByte : randomBytes(count)));
    const counts = new Map<string, number>();
    for (const character of text) counts.set(character, (counts.get(character) ?? 0) + 1);
    expect([...counts.values()]).toEqual(Array.from({ length: 62 }, () => 4));
  });
});

describe('an ssh key pair', () => {
  test('has a public half that can be had from the private one', () => {
    const pair = generateSshKeyPair('n8n', randomBytes);
    expect(pair.public).toMatch(/^ssh-ed25519 [A-Za-z0-9+/]+ n8n\n$/);
    expect(publicHalf(pair.private, 'n8n')).toBe(pair.public);
    expect(publicHalf('no key', 'n8n')).toBeUndefined();
  });

  (sshKeygen === undefined ? test.skip : test)('is one that ssh-keygen reads, for comments of any length', () => {
    const folder = mkdtempSync(join(tmpdir(), 'ssh-key-'));
    for (const comment of ['', 'n8n', 'n8n@example', 'a longer comment']) {
      const pair = generateSshKeyPair(comment, randomBytes);
      const file = join(folder, 'identity');
      writeFileSync(file, pair.private);
      chmodSync(file, 0o600);
      const shown = execFileSync(sshKeygen ?? '', ['-y', '-f', file], { encoding: 'utf8' });
      expect(shown.trim().split(' ').slice(0, 2)).toEqual(pair.public.trim().split(' ').slice(0, 2));
      expect(execFileSync(sshKeygen ?? '', ['-l', '-f', file], { encoding: 'utf8' })).toContain('ED25519');
    }
    rmSync(folder, { recursive: true });
  });
});

describe('derived values', () => {
  test('a bcrypt hash fits its password and no other', () => {
    const hash = hashPassword('secret', randomBytes, 4);
    expect(hash).toMatch(/^\$2y\$04\$.{53}$/);
    expect(compareSync('secret', hash)).toBe(true);
    expect(compareSync('other', hash)).toBe(false);
    expect(() => hashPassword('x'.repeat(73), randomBytes, 4)).toThrow(/72 bytes/);
  });

  test('an htpasswd line has user and hash, and refuses a user who would break it', () => {
    expect(htpasswdLine('n8n', 'secret', randomBytes, 4)).toMatch(/^n8n:\$2y\$04\$.{53}\n$/);
    expect(() => htpasswdLine('a:b', 'secret', randomBytes, 4)).toThrow(/colon/);
  });

  test('a docker configuration holds user, password and both together', () => {
    expect(JSON.parse(dockerConfigJson('ghcr.io', 'me', 'pw'))).toEqual({
      auths: { 'ghcr.io': { username: 'me', password: 'pw', auth: Buffer.from('me:pw').toString('base64') } },
    });
  });

  test("a template fills its own places and leaves the shell's alone", () => {
    expect(fillTemplate(`{"a":"{user}"} $\{user} {user}`, { user: '$& {pw}' })).toBe(
      `{"a":"$& {pw}"} $\{user} $& {pw}`,
    );
    expect(() => fillTemplate('{pasword}', { password: 'x' })).toThrow(/"pasword", which is no operand/);
  });
});
