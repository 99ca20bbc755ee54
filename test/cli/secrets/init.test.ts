import { existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { ASKED, GENERATED, sealedFile } from '../../secrets/declarations.js';
import { runSecrets } from './run-secrets.js';

const FILES = [sealedFile('db/main', { password: GENERATED }), sealedFile('dns/token', { token: ASKED })];

let root = '';
let outside = '';
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'secrets-'));
  outside = mkdtempSync(join(tmpdir(), 'secrets-keys-'));
});
afterEach(() => {
  rmSync(root, { recursive: true });
  rmSync(outside, { recursive: true });
});

const secrets = (args: readonly string[], env: Record<string, string> = {}) =>
  runSecrets(args, { files: FILES, root, env });

describe('secrets keygen', () => {
  test('writes an identity that only its owner can read, and prints the recipient', async () => {
    const file = join(outside, 'keys', 'age.txt');
    const { code, out, err } = await secrets(['keygen', '--out', file]);
    expect({ code, err }).toEqual({ code: 0, err: '' });
    expect(out).toMatch(/^age1\w{58}$/);
    expect(statSync(file).mode & 0o777).toBe(0o600);
    expect(readFileSync(file, 'utf8')).toContain(`# public key: ${out}\nAGE-SECRET-KEY-1`);
  });

  test('makes a post-quantum pair on request, and files for it open', async () => {
    const file = join(outside, 'strong.txt');
    const { code, out } = await secrets(['keygen', '--out', file, '--post-quantum']);
    expect(code).toBe(0);
    expect(out).toMatch(/^age1pq1\w{1952}$/);
    expect(readFileSync(file, 'utf8')).toContain('AGE-SECRET-KEY-PQ-1');
    expect((await secrets(['init', '--age-key', file, '--placeholders'])).code).toBe(0);
    expect(readFileSync(join(root, '.sops.yaml'), 'utf8')).toContain(out);
    const again = await secrets(['init', '--age-key', file, '--placeholders', '--json']);
    expect(JSON.parse(again.out)).toMatchObject({ written: [], kept: { length: 2 } });
  });

  test('never overwrites a file', async () => {
    const file = join(outside, 'age.txt');
    writeFileSync(file, 'mine');
    const { code, err, out } = await secrets(['keygen', '--out', file]);
    expect({ code, out }).toEqual({ code: 2, out: '' });
    expect(err).toContain('never overwritten');
    expect(readFileSync(file, 'utf8')).toBe('mine');
  });

  test('warns when the identity could be committed', async () => {
    expect((await secrets(['keygen', '--out', join(root, 'age.txt')])).err).toContain('inside the repository');
  });
});

describe('secrets init', () => {
  test('lists every missing answer, writes nothing and exits 1', async () => {
    const { code, out, err } = await secrets(['init']);
    expect(code).toBe(1);
    expect(out).toBe('nothing was written');
    expect(err).toContain('SECRET_ANSWER_MISSING');
    expect(err).toContain('SECRET__DNS__TOKEN__TOKEN');
    expect(existsSync(join(root, '.sops.yaml'))).toBe(false);
  });

  test('makes a tree whole in one command, and has nothing to do the second time', async () => {
    const key = join(outside, 'age.txt');
    const recipient = (await secrets(['keygen', '--out', key])).out;
    writeFileSync(join(outside, 'answers.yaml'), 'dns/token: {token: 0123}\n');
    const args = ['init', '--age-key', key, '--answers', join(outside, 'answers.yaml')];
    const first = await secrets(args);
    expect(first).toMatchObject({ code: 0, err: '' });
    expect(first.out).toContain('created    kubernetes/alpha/apps/dns/token.sops.yaml\n3 files written, 0 kept');
    expect(readFileSync(join(root, '.sops.yaml'), 'utf8')).toContain(recipient);
    expect((await secrets(args)).out).toBe('0 files written, 2 kept');
  });

  test('prints what it did as JSON, without any value', async () => {
    const { code, out } = await secrets(['init', '--placeholders', '--json', '--cluster', 'alpha']);
    expect(code).toBe(0);
    expect(out).not.toContain('placeholder-token');
    expect(JSON.parse(out)).toMatchObject({
      kept: [],
      findings: [],
      written: [{ path: '.sops.yaml', change: 'created' }, {}, {}],
    });
  });

  test.each([
    [['--age-key', 'nowhere.txt'], 'nowhere.txt: no such file'],
    [['--answers', 'nowhere.yaml'], 'nowhere.yaml: no such file'],
    [['--age-recipient', 'age1nonsense'], '"age1nonsense" is no age recipient'],
  ])('%j is wrong use', async (args, message) => {
    expect(await secrets(['init', ...args])).toEqual({ code: 2, out: '', err: `error: ${message}` });
  });

  test('does not show a key file that is none', async () => {
    writeFileSync(join(outside, 'age.txt'), 'AGE-SECRET-KEY-1HUNTER2\n');
    const { code, err } = await secrets(['init', '--age-key', join(outside, 'age.txt')]);
    expect(code).toBe(2);
    expect(err).toContain('line 1 is no age identity');
    expect(err).not.toContain('HUNTER2');
  });
});
