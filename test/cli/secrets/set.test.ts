import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import * as z from 'zod';
import { generateSshKeyPair } from '../../../lib/secrets/sources/ssh-key.js';
import { ASKED, copied, GENERATED, given, sealedFile } from '../../secrets/declarations.js';
import { OwnTree } from './own-tree.js';

const TOKEN = sealedFile('dns/token', { token: { ...ASKED, rotation: 'tell the registrar too' } });
const COPY = sealedFile('acme/token', { token: copied('dns/token', 'token'), own: GENERATED, user: given('acme') });
const STRICT = sealedFile('db/main', {
  password: { ...GENERATED, schema: z.string().min(20, 'has under 20 characters') },
});
const FILES = [TOKEN, COPY, STRICT];
const VALUE = 'hunter2-hunter2-hunter2';

const piped = (text: string | Uint8Array) => ({ readStdin: async () => Buffer.from(text) });

describe('secrets set', () => {
  test('takes what is piped in without its last line break, and what is made of it follows', async () => {
    const tree = await OwnTree.of(FILES);
    const { code, out, err } = await tree.run(['set', 'dns/token', 'token'], piped(`${VALUE}\n`));
    expect({ code, out, err }).toEqual({
      code: 0,
      out: [
        'changed    kubernetes/alpha/apps/dns/token.sops.yaml  new values: token',
        'changed    kubernetes/alpha/apps/acme/token.sops.yaml  new values: token',
        '2 files written; next: commit and push',
      ].join('\n'),
      err: 'note: dns/token:token: tell the registrar too',
    });
    expect(await tree.values(TOKEN)).toEqual({ token: VALUE });
    expect((await tree.values(COPY)).token).toBe(VALUE);
    expect(tree.text(TOKEN)).not.toContain('placeholders');
    const again = await tree.run(['set', 'dns/token', 'token'], piped(VALUE));
    expect(again).toEqual({ code: 0, out: 'nothing to change', err: '' });
  });

  test('keeps the line break on request, and takes one alone away', async () => {
    const tree = await OwnTree.of(FILES);
    await tree.run(['set', 'dns/token', 'token', '--keep-newline'], piped(`${VALUE}\n`));
    expect(await tree.values(TOKEN)).toEqual({ token: `${VALUE}\n` });
    await tree.run(['set', 'dns/token', 'token'], piped(`${VALUE}\n\r\n`));
    expect(await tree.values(TOKEN)).toEqual({ token: `${VALUE}\n` });
  });

  test('takes a file byte for byte, a variable, or the answer to a question that shows nothing', async () => {
    const tree = await OwnTree.of(FILES);
    const file = join(tree.outside, 'value');
    writeFileSync(file, `${VALUE}1\n`);
    const { err } = await tree.run(['set', 'dns/token', 'token', '--file', file]);
    expect(err).toContain('ends with a line break');
    expect(await tree.values(TOKEN)).toEqual({ token: `${VALUE}1\n` });
    await tree.run(['set', 'dns/token', 'token', '--env', 'TOKEN'], { env: { TOKEN: `${VALUE}2` } });
    expect(await tree.values(TOKEN)).toEqual({ token: `${VALUE}2` });
    const questions: unknown[] = [];
    const ask = async (...question: unknown[]) => {
      questions.push(question);
      return `${VALUE}3`;
    };
    await tree.run(['set', 'dns/token', 'token'], { interactive: true, ask });
    expect(await tree.values(TOKEN)).toEqual({ token: `${VALUE}3` });
    expect(questions).toEqual([['the token?', { hidden: true }]]);
  });

  test('gives a private key the last line break that ssh needs', async () => {
    const half = (name: 'private' | 'public') => ({
      source: { from: 'ssh-key' as const, pair: 'git', half: name, comment: 'n8n' },
    });
    const git = sealedFile('n8n/git', { identity: half('private'), 'identity.pub': half('public') });
    const tree = await OwnTree.of([git]);
    const pair = generateSshKeyPair('n8n', (count) => crypto.getRandomValues(new Uint8Array(count)));
    expect((await tree.run(['set', 'n8n/git', 'identity'], piped(pair.private))).code).toBe(0);
    expect(await tree.values(git)).toEqual({ identity: pair.private, 'identity.pub': pair.public });
  });

  test('exits 1 for a value that the schema refuses, without showing it, and writes nothing', async () => {
    const tree = await OwnTree.of(FILES);
    const before = tree.texts();
    for (const value of ['hunter2', '']) {
      const { code, out, err } = await tree.run(['set', 'db/main', 'password'], piped(value));
      expect({ code, out }).toEqual({ code: 1, out: 'nothing was written' });
      expect(err).toContain('has under 20 characters');
      expect(err).not.toContain('hunter2');
    }
    expect(tree.texts()).toEqual(before);
  });

  test.each<[string[], Parameters<OwnTree['run']>[1], string]>([
    [['acme/token', 'token'], {}, 'acme/token: key "token" is made of dns/token:token'],
    [['acme/token', 'user'], {}, 'acme/token: key "user" is a constant of the charts'],
    [['acme/token', 'tokn'], {}, 'secret acme/token has no key "tokn"'],
    [['acme/tokn', 'token'], {}, 'there is no declared secret "acme/tokn"'],
    [['dns/token', 'token', '--env', 'NOWHERE'], {}, 'there is no environment variable NOWHERE'],
    [['dns/token', 'token', '--file', 'nowhere.txt'], {}, 'nowhere.txt: no such file'],
    [['dns/token', 'token', '--file', 'a', '--env', 'B'], {}, '--file and --env are two values'],
    [['dns/token', 'token'], piped(Uint8Array.of(0xff)), 'what is piped in: is not UTF-8 text'],
  ])('%j is wrong use', async (args, host, message) => {
    const tree = await OwnTree.of(FILES);
    const { code, out, err } = await tree.run(['set', ...args], host);
    expect({ code, out }).toEqual({ code: 2, out: '' });
    expect(err).toContain(`error: ${message}`);
  });

  test('exits 1 without the identity, and says how to give it', async () => {
    const tree = await OwnTree.of(FILES);
    const { code, err } = await tree.run(['set', 'dns/token', 'token'], {
      ...piped(VALUE),
      env: { SOPS_AGE_KEY_FILE: '' },
    });
    expect(code).toBe(1);
    expect(err).toContain('SECRET_NEEDS_IDENTITY');
    expect(err).toContain('--age-key FILE');
  });

  test('writes nothing over what somebody else changed meanwhile', async () => {
    const tree = await OwnTree.of(FILES);
    const clusters = async () => {
      tree.write(COPY, 'changed by git pull');
      return [];
    };
    const before = tree.text(TOKEN);
    const { code, err } = await tree.run(['set', 'dns/token', 'token'], { ...piped(VALUE), clusters });
    expect(code).toBe(2);
    expect(err).toContain('changed by somebody else');
    expect(tree.text(TOKEN)).toBe(before);
  });

  test('prints JSON without any value', async () => {
    const tree = await OwnTree.of(FILES);
    const { out, err } = await tree.run(['set', 'dns/token', 'token', '--json'], piped(VALUE));
    expect(out + err).not.toContain('hunter2');
    expect(JSON.parse(out)).toEqual({
      written: [
        { path: TOKEN.path, secret: 'dns/token', keys: ['token'], rekeyed: false },
        { path: COPY.path, secret: 'acme/token', keys: ['token'], rekeyed: false },
      ],
      restarts: [],
      keepOld: [],
      notes: [{ key: 'dns/token:token', note: 'tell the registrar too' }],
      findings: [],
    });
  });
});
