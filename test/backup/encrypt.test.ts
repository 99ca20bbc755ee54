import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, jest, test } from '@jest/globals';
import { armor, Encrypter } from 'age-encryption';
import fc from 'fast-check';
import { decryptBackup, encryptBackup } from '../../lib/backup/encrypt.js';
import { formatBackup } from '../../lib/backup/format.js';
import { generateKeyPair } from '../../lib/secrets/recipients/identity.js';
import { findTool } from '../../lib/system/find-tool.js';
import { cases } from '../support/cases.js';
import { sayAloud } from '../support/say-aloud.js';
import { temporaryFolder } from '../support/temporary-folder.js';
import { anyBackup, SMALL } from './contents.js';

// Each case starts processes, or wraps keys; a loaded machine takes its time.
jest.setTimeout(60_000);

const age = findTool('age');
if (age === undefined) sayAloud('backups opened by the real age: none on PATH or in dist/tools/bin');
const whenPresent = age === undefined ? describe.skip : describe;

let identity = '';
let recipient = '';
let second = { identity: '', recipient: '' };
beforeAll(async () => {
  ({ identity, recipient } = await generateKeyPair());
  second = await generateKeyPair();
});

const bytesOf = (text: string) => Buffer.from(text, 'utf8');

describe('a backup file', () => {
  test('gives back what went in, whatever the values are', async () => {
    await fc.assert(
      fc.asyncProperty(anyBackup, async (backup) => {
        const text = await encryptBackup(backup, [recipient]);
        expect(await decryptBackup(bytesOf(text), [second.identity, identity], 'b.age')).toEqual(backup);
      }),
      cases(40, 200),
    );
  });

  test('keeps a key of a value that JavaScript has its own idea of', async () => {
    const value = JSON.parse('{"__proto__": {"a": 1}}');
    const stacks = [{ project: 'web', name: 'dev', values: { 'web:map': { value, secret: true } } }];
    const text = await encryptBackup({ ...SMALL, stacks }, [recipient]);
    const [stack] = (await decryptBackup(bytesOf(text), [identity], 'b.age')).stacks;
    expect(JSON.stringify(stack?.values['web:map']?.value)).toBe('{"__proto__":{"a":1}}');
  });

  test('opens for each recipient alone, and is read without armor too', async () => {
    const text = await encryptBackup(SMALL, [recipient, second.recipient, recipient]);
    for (const one of [identity, second.identity]) {
      expect(await decryptBackup(bytesOf(text), [one], 'b.age')).toEqual(SMALL);
      expect(await decryptBackup(armor.decode(text), [one], 'b.age')).toEqual(SMALL);
    }
  });

  test('is refused whichever of its bytes was changed, and says nothing of what it holds', async () => {
    const bytes = armor.decode(await encryptBackup(SMALL, [recipient]));
    const step = Math.ceil(bytes.length / 150);
    for (let at = 0; at < bytes.length; at += step) {
      const tampered = Uint8Array.from(bytes);
      tampered[at] = (tampered[at] as number) ^ 0x10;
      const error = await decryptBackup(tampered, [identity], 'b.age').catch((reason: Error) => reason);
      expect(error).toBeInstanceOf(Error);
      expect((error as Error).message).toMatch(/^b\.age: (?:is no age file, or was changed|no identity at hand)/);
      expect((error as Error).message).not.toContain('of-a-test');
    }
  });

  test.each([0, 1, 40, 200, 100_000])('is refused when only its first %i bytes are there', async (length) => {
    const bytes = bytesOf(await encryptBackup(SMALL, [recipient]));
    await expect(
      decryptBackup(bytes.subarray(0, Math.min(length, bytes.length - 40)), [identity], 'b.age'),
    ).rejects.toThrow('is no age file, or was changed or cut off');
  });

  test('of something else than a backup is refused', async () => {
    const encrypter = new Encrypter();
    encrypter.addRecipient(recipient);
    const other = await encrypter.encrypt('{"hello": "of-a-test"}');
    await expect(decryptBackup(other, [identity], 'b.age')).rejects.toThrow('b.age: is no backup of this program');
  });
});

whenPresent('the real age', () => {
  const folder = temporaryFolder();
  const run = (args: readonly string[], input: string) =>
    execFileSync(age ?? 'age', args, { input, encoding: 'utf8', maxBuffer: 1 << 26 });

  test('opens our backup, so that nobody needs this program to get at the values', async () => {
    writeFileSync(join(folder, 'key'), `${identity}\n`);
    const text = await encryptBackup(SMALL, [recipient, second.recipient]);
    expect(run(['--decrypt', '--identity', join(folder, 'key')], text)).toBe(formatBackup(SMALL));
  });

  test.each([
    ['armored', ['--armor']],
    ['binary', []],
  ])('seals one %s that we open', async (_, flags) => {
    const file = join(folder, 'theirs.age');
    run(['--encrypt', '--recipient', recipient, '--output', file, ...flags], formatBackup(SMALL));
    const { readFileSync } = await import('node:fs');
    expect(await decryptBackup(readFileSync(file), [identity], file)).toEqual(SMALL);
  });
});
