import { randomBytes } from 'node:crypto';
import { beforeAll, describe, expect, test } from '@jest/globals';
import { compareSync } from 'bcryptjs';
import * as z from 'zod';
import type { SecretKey } from '../../../lib/model/secret.js';
import { inspectSecret } from '../../../lib/secrets/file/inspect-secret.js';
import { EXAMPLE_RECIPIENT } from '../../../lib/secrets/recipients/example-recipient.js';
import { generateKeyPair } from '../../../lib/secrets/recipients/identity.js';
import { inspectSealedSecret } from '../../../lib/secrets/sealed-secrets/inspect.js';
import { generateSealingKey } from '../../../lib/secrets/sealed-secrets/key-pair.js';
import { generateSshKeyPair } from '../../../lib/secrets/sources/ssh-key.js';
import { ASKED, copied, GENERATED, given, operand, sealedFile } from '../declarations.js';
import { ChangingTree, changed, codesOf } from './change-memory.js';

const HTPASSWD: SecretKey = {
  source: { from: 'htpasswd', user: { constant: 'me' }, password: operand('db/main', 'password') },
};
const URL: SecretKey = {
  source: {
    from: 'template',
    text: 'postgres://{user}:{password}@db',
    operands: { user: operand('db/main', 'user'), password: operand('db/main', 'password') },
  },
};
const DB = sealedFile('db/main', { password: GENERATED, admin: GENERATED, user: given('app') });
const APP = sealedFile('app/copy', { own: GENERATED, password: copied('db/main', 'password'), htpasswd: HTPASSWD });
const WEB = sealedFile('web/url', { url: URL });
const OTHER = sealedFile('x/other', { key: GENERATED });
const FILES = [APP, DB, WEB, OTHER];
const VALUE = 'hunter2-hunter2-hunter2';

let identity = '';
let recipient = '';
let tree: ChangingTree;
beforeAll(async () => {
  ({ identity, recipient } = await generateKeyPair());
});

async function fresh(files = FILES, input: Parameters<ChangingTree['init']>[1] = {}): Promise<ChangingTree> {
  tree = new ChangingTree(identity);
  await tree.init(files, { recipient, ...input });
  return tree;
}

describe('a value that the owner sets', () => {
  test('is followed by all that is made of it, in every file, and by nothing else', async () => {
    await fresh();
    const before = new Map(FILES.map((file) => [file, tree.ciphertexts(file)]));
    const plan = await tree.change(FILES, { set: new Map([['db/main:password', VALUE]]) });
    expect(plan.findings).toEqual([]);
    expect(changed(plan)).toEqual({
      'db/main.sops.yaml': ['password'],
      'app/copy.sops.yaml': ['password', 'htpasswd'],
      'web/url.sops.yaml': ['url'],
    });
    expect((await tree.values(DB)).password).toBe(VALUE);
    expect(await tree.values(WEB)).toEqual({ url: `postgres://app:${VALUE}@db` });
    const app = await tree.values(APP);
    expect(app.password).toBe(VALUE);
    expect(compareSync(VALUE, (app.htpasswd ?? '').trim().slice('me:'.length))).toBe(true);
    const [db, copy] = [tree.ciphertexts(DB), tree.ciphertexts(APP)];
    expect(db).toMatchObject({ admin: before.get(DB)?.admin, user: before.get(DB)?.user });
    expect(db.password).not.toBe(before.get(DB)?.password);
    expect(copy.own).toBe(before.get(APP)?.own);
    expect(tree.ciphertexts(OTHER)).toEqual(before.get(OTHER));
  });

  test('that it has already changes nothing, not even hashes made of it', async () => {
    await fresh();
    const value = (await tree.values(DB)).password ?? '';
    expect((await tree.change(FILES, { set: new Map([['db/main:password', value]]) })).write).toEqual([]);
  });

  test('takes the mark of a stand-in away, of what is made of it too, even where it is the stand-in itself', async () => {
    const token = sealedFile('dns/token', { token: ASKED, second: ASKED });
    const copy = sealedFile('acme/token', { token: copied('dns/token', 'token') });
    const standIns = (file: typeof token) => inspectSecret(tree.texts.get(file.path) ?? '', file.path).standIns;
    await fresh([token, copy], { placeholders: true });
    expect([standIns(token), standIns(copy)]).toEqual([['token', 'second'], ['token']]);
    await tree.change([token, copy], { set: new Map([['dns/token:token', 'placeholder-token']]) });
    expect([standIns(token), standIns(copy)]).toEqual([['second'], []]);
  });

  test('is judged by the schema, as is what is made of it, and never shown', async () => {
    const strict = sealedFile('db/main', {
      ...DB.declaration.keys,
      password: { ...GENERATED, schema: z.string().max(30) },
    });
    const short = sealedFile('web/url', { url: { ...URL, schema: z.string().max(45) } });
    await fresh([strict, short]);
    for (const [value, refused] of [
      [VALUE.repeat(2), 'db/main'],
      [`${VALUE}2222222`, 'web/url'],
    ] as const) {
      const plan = await tree.change([strict, short], { set: new Map([['db/main:password', value]]) });
      expect(plan.write).toEqual([]);
      expect(plan.findings.map(({ code, field }) => [code, field])).toContainEqual([
        'SECRET_VALUE_REFUSED',
        `Secret/${refused}`,
      ]);
      expect(JSON.stringify(plan)).not.toContain('hunter2');
    }
    expect(codesOf(await tree.change([strict], { set: new Map([['db/main:admin', '']]) }))).toEqual([
      'SECRET_VALUE_REFUSED',
    ]);
  });

  test('is set though another value of the file is bad, or another file is broken', async () => {
    await fresh();
    tree.texts.set(OTHER.path, 'no sealed file');
    const strict = sealedFile('db/main', {
      ...DB.declaration.keys,
      admin: { ...GENERATED, schema: z.string().max(1) },
    });
    const plan = await tree.change([APP, strict, WEB, OTHER], { set: new Map([['db/main:password', VALUE]]) });
    expect(plan.findings).toEqual([]);
    expect(plan.write).toHaveLength(3);
  });

  test('of a private key gives the public half, and is refused when it is none', async () => {
    const half = (name: 'private' | 'public'): SecretKey => ({
      source: { from: 'ssh-key', pair: 'git', half: name, comment: 'n8n' },
    });
    const git = sealedFile('n8n/git', { identity: half('private'), 'identity.pub': half('public') });
    await fresh([git]);
    const pair = generateSshKeyPair('n8n', randomBytes);
    await tree.change([git], { set: new Map([['n8n/git:identity', pair.private]]) });
    expect(await tree.values(git)).toEqual({ identity: pair.private, 'identity.pub': pair.public });
    const plan = await tree.change([git], { set: new Map([['n8n/git:identity', VALUE]]) });
    expect(codesOf(plan)).toContain('SECRET_VALUE_IMPOSSIBLE');
    expect(JSON.stringify(plan)).not.toContain('hunter2');
  });
});

describe('what cannot be changed stays, and all with it', () => {
  test('without the identity, or when a file made of it is for somebody else', async () => {
    await fresh();
    const texts = new Map(tree.texts);
    const set = new Map([['db/main:password', VALUE]]);
    expect(codesOf(await tree.change(FILES, { set, identities: [] }))).toContain('SECRET_NEEDS_IDENTITY');
    const foreign = new ChangingTree(identity);
    await foreign.init([APP, DB], { recipient: (await generateKeyPair()).recipient });
    tree.texts.set(APP.path, foreign.texts.get(APP.path) ?? '');
    texts.set(APP.path, foreign.texts.get(APP.path) ?? '');
    const plan = await tree.change(FILES, { set });
    expect(codesOf(plan)).toContain('SECRET_NEEDS_IDENTITY');
    expect(plan.write).toEqual([]);
    expect(tree.texts).toEqual(texts);
  });

  test('when its file does not exist, or is the published example, init is the way', async () => {
    await fresh();
    tree.texts.delete(DB.path);
    const absent = await tree.change(FILES, { set: new Map([['db/main:admin', VALUE]]) });
    expect(codesOf(absent)).toEqual(['SECRET_FILE_MISSING']);
    expect(absent.findings[0]?.hint).toContain('init');
    const example = new ChangingTree(identity);
    await example.init([OTHER], { recipient: EXAMPLE_RECIPIENT });
    tree.texts.set(OTHER.path, example.texts.get(OTHER.path) ?? '');
    expect(codesOf(await tree.change(FILES, { set: new Map([['x/other:key', VALUE]]) }))).toEqual([
      'SECRET_FILE_MISSING',
    ]);
  });

  test('when it was tampered with', async () => {
    await fresh();
    tree.texts.set(APP.path, (tree.texts.get(APP.path) ?? '').replace('type: Opaque', 'type: kubernetes.io/tls'));
    const plan = await tree.change(FILES, { set: new Map([['db/main:password', VALUE]]) });
    expect(codesOf(plan)).toContain('SECRET_FILE');
    expect(plan.write).toEqual([]);
  });

  test('what is made of it in a file that does not exist yet is left to init', async () => {
    await fresh();
    tree.texts.delete(WEB.path);
    const plan = await tree.change(FILES, { set: new Map([['db/main:password', VALUE]]) });
    expect(Object.keys(changed(plan)).sort()).toEqual(['app/copy.sops.yaml', 'db/main.sops.yaml']);
    await tree.init(FILES, { recipient, identities: [identity] });
    expect((await tree.values(WEB)).url).toContain(VALUE);
  });

  test('what is made of another value too, which does not exist, is an error', async () => {
    const two = sealedFile('web/two', {
      url: {
        source: {
          from: 'template',
          text: '{a}{b}',
          operands: { a: operand('db/main', 'password'), b: operand('x/other', 'key') },
        },
      },
    });
    await fresh([DB, OTHER, two]);
    tree.texts.delete(OTHER.path);
    const plan = await tree.change([DB, OTHER, two], { set: new Map([['db/main:password', VALUE]]) });
    expect(plan.findings.map(({ message }) => message)).toEqual([
      'key "url" is made of x/other:key, which does not exist yet',
    ]);
  });
});

describe('a new data key', () => {
  test('seals every value anew for the recipients of the rule, and keeps what it says', async () => {
    await fresh();
    const second = await generateKeyPair();
    const rules = (tree.texts.get('.sops.yaml') ?? '').replace(recipient, `${second.recipient},${recipient}`);
    tree.texts.set('.sops.yaml', rules);
    const [values, before] = [await tree.values(DB), tree.ciphertexts(DB)];
    const plan = await tree.change(FILES, { rekeyed: new Set(['db/main']) });
    expect(changed(plan)).toEqual({ 'db/main.sops.yaml': [] });
    expect(plan.write[0]?.rekeyed).toBe(true);
    expect(await tree.values(DB)).toEqual(values);
    const after = tree.ciphertexts(DB);
    for (const [key, sealed] of Object.entries(before)) expect(after[key]).not.toBe(sealed);
    expect(inspectSecret(tree.texts.get(DB.path) ?? '', DB.path).recipients).toEqual(
      [recipient, second.recipient].sort(),
    );
  });

  test('goes with new values: generated ones are made, what is made of them follows', async () => {
    await fresh();
    const before = await tree.values(DB);
    const plan = await tree.change(FILES, { rekeyed: new Set(['db/main']), renewed: new Set(['db/main:password']) });
    expect(plan.write.map(({ secret, rekeyed }) => [secret, rekeyed])).toEqual([
      ['app/copy', false],
      ['db/main', true],
      ['web/url', false],
    ]);
    const after = await tree.values(DB);
    expect(after.password).toMatch(/^\w{24}$/);
    expect(after.password).not.toBe(before.password);
    expect(after.admin).toBe(before.admin);
    expect((await tree.values(APP)).password).toBe(after.password);
  });

  test('is refused for what is asked and not answered, or answered with the value that it has', async () => {
    const token = sealedFile('dns/token', { token: ASKED });
    await fresh([token], { placeholders: true });
    const renewed = new Set(['dns/token:token']);
    expect(codesOf(await tree.change([token], { renewed }))).toEqual(['SECRET_ANSWER_MISSING']);
    await tree.change([token], { renewed, answer: () => 'first' });
    const same = await tree.change([token], { renewed, answer: () => 'first' });
    expect(codesOf(same)).toEqual(['SECRET_ANSWER_SAME']);
    expect(same.write).toEqual([]);
    await tree.change([token], { renewed, answer: () => 'second' });
    expect(await tree.values(token)).toEqual({ token: 'second' });
  });

  test('is refused for a file that another service opens too, which only sops can seal for', async () => {
    await fresh([DB]);
    const text = tree.texts.get(DB.path) ?? '';
    const pgp =
      'sops:\n    pgp:\n        - fp: "0000"\n          created_at: "2026-01-01T00:00:00Z"\n          enc: xxx\n';
    tree.texts.set(DB.path, text.replace('sops:\n', pgp));
    expect(codesOf(await tree.change([DB], { rekeyed: new Set(['db/main']) }))).toEqual(['SECRET_OTHER_KEYS']);
    const set = await tree.change([DB], { set: new Map([['db/main:admin', VALUE]]) });
    expect(set.write[0]?.content).toContain('fp: "0000"');
  });
});

describe('a SealedSecret, which only the controller opens', () => {
  const CERTIFICATE = 'kubernetes/alpha/sealing.pem';
  const sealed = (id: string, keys: Readonly<Record<string, SecretKey>>) => ({
    ...sealedFile(id, keys),
    certificate: CERTIFICATE,
  });
  const csi = sealed('csi/token', { token: ASKED, second: GENERATED, db: copied('db/main', 'password') });
  const both = sealed('csi/both', {
    url: {
      source: {
        from: 'template',
        text: '{a}{b}',
        operands: { a: operand('csi/token', 'token'), b: operand('csi/token', 'second') },
      },
    },
  });
  let certificate = '';
  const texts = () => inspectSealedSecret(tree.texts.get(csi.path) ?? '', csi.path);

  beforeAll(async () => {
    const [notBefore, notAfter] = [new Date('2026-01-01'), new Date('2036-01-01')];
    ({ certificate } = await generateSealingKey({ name: 'test', notBefore, notAfter, bits: 2048 }));
  });

  async function freshSealed(): Promise<void> {
    tree = new ChangingTree(identity);
    tree.texts.set(CERTIFICATE, certificate);
    const answers = { find: () => 'answer', names: [] };
    await tree.init([csi, both, DB], { recipient, answers });
  }

  test('gets a new value with the certificate alone, and its other values stay byte for byte', async () => {
    await freshSealed();
    const alone = sealed('csi/token', { token: ASKED, second: GENERATED });
    const before = texts().ciphertexts;
    const plan = await tree.change([alone], { set: new Map([['csi/token:token', VALUE]]), identities: [] });
    expect(plan.findings.filter(({ severity }) => severity === 'error')).toEqual([]);
    expect(changed(plan)).toEqual({ 'csi/token.sops.yaml': ['token'] });
    const after = texts().ciphertexts;
    expect(after.token).not.toBe(before.token);
    expect(after.second).toBe(before.second);
    expect(tree.texts.get(csi.path)).not.toContain('hunter2');
  });

  test('follows a SOPS value that it holds a copy of', async () => {
    await freshSealed();
    const before = texts().ciphertexts;
    const plan = await tree.change([csi, DB], { set: new Map([['db/main:password', VALUE]]) });
    expect(changed(plan)).toEqual({ 'db/main.sops.yaml': ['password'], 'csi/token.sops.yaml': ['db'] });
    expect(texts().ciphertexts).toMatchObject({ token: before.token, second: before.second });
    expect(texts().ciphertexts.db).not.toBe(before.db);
  });

  test('cannot give its other values for what is made of several, so that is an error', async () => {
    await freshSealed();
    const plan = await tree.change([csi, both, DB], { set: new Map([['csi/token:token', VALUE]]) });
    expect(codesOf(plan)).toContain('SECRET_NEEDS_VALUE');
    expect(plan.write).toEqual([]);
    const together = new Map([
      ['csi/token:token', VALUE],
      ['csi/token:second', `${VALUE}2`],
    ]);
    expect((await tree.change([csi, both, DB], { set: together })).write).toHaveLength(2);
  });

  test('cannot be changed without its certificate', async () => {
    await freshSealed();
    tree.texts.delete(CERTIFICATE);
    const plan = await tree.change([csi, DB], { set: new Map([['csi/token:token', VALUE]]) });
    expect(codesOf(plan)).toContain('SECRET_CERTIFICATE');
    expect(plan.write).toEqual([]);
  });
});
