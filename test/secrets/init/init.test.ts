import { beforeAll, describe, expect, test } from '@jest/globals';
import { compareSync } from 'bcryptjs';
import * as z from 'zod';
import type { SecretKey } from '../../../lib/model/secret.js';
import { inspectSecret } from '../../../lib/secrets/file/inspect-secret.js';
import { secretValues } from '../../../lib/secrets/file/secret-manifest.js';
import { EXAMPLE_RECIPIENT } from '../../../lib/secrets/recipients/example-recipient.js';
import { generateKeyPair } from '../../../lib/secrets/recipients/identity.js';
import { openYaml } from '../../../lib/secrets/sops/open.js';
import { answersFrom } from '../../../lib/secrets/values/answers.js';
import { ASKED, changes, codes, copied, GENERATED, given, MemoryTree, operand, sealedFile } from '../declarations.js';

let identity = '';
let recipient = '';
let other: { identity: string; recipient: string };

beforeAll(async () => {
  ({ identity, recipient } = await generateKeyPair());
  other = await generateKeyPair();
});

const HTPASSWD: SecretKey = {
  source: { from: 'htpasswd', user: { constant: 'me' }, password: operand('db/main', 'password') },
};
const DB = sealedFile('db/main', { password: GENERATED, user: given('app') });
const APP = sealedFile('app/copy', { password: copied('db/main', 'password'), htpasswd: HTPASSWD });
const TOKEN = sealedFile('dns/token', { token: ASKED });

async function open(tree: MemoryTree, path: string, key = identity): Promise<Record<string, string>> {
  const text = tree.texts.get(path) ?? '';
  return secretValues((await openYaml(text, path, [key])).plain, path);
}

describe('a fresh tree', () => {
  test('becomes whole with the public recipient alone, copies and hashes of it included', async () => {
    const tree = new MemoryTree();
    const plan = await tree.init([APP, DB], { recipient });
    expect(plan.findings).toEqual([]);
    expect(changes(plan)).toEqual({
      '.sops.yaml': 'created',
      'app/copy.sops.yaml': 'created',
      'db/main.sops.yaml': 'created',
    });
    const db = await open(tree, DB.path);
    const app = await open(tree, APP.path);
    expect(db.user).toBe('app');
    expect(db.password).toMatch(/^\w{24}$/);
    expect(app.password).toBe(db.password);
    expect(compareSync(db.password ?? '', (app.htpasswd ?? '').trim().slice('me:'.length))).toBe(true);
  });

  test('is sealed for the example recipient when nobody is named, in clear but for its values', async () => {
    const tree = new MemoryTree();
    await tree.init([DB]);
    const text = tree.texts.get(DB.path) ?? '';
    const sealed = inspectSecret(text, DB.path);
    expect(sealed).toMatchObject({
      name: 'main',
      namespace: 'db',
      keys: ['password', 'user'],
      inClear: [],
      standIns: [],
    });
    expect(sealed.recipients).toEqual([EXAMPLE_RECIPIENT]);
    expect(sealed.annotations).toEqual({ 'kustomize.toolkit.fluxcd.io/substitute': 'disabled' });
    expect(tree.texts.get('.sops.yaml')).toContain('path_regex: kubernetes/alpha/.*\\.sops\\.yaml$');
  });

  test('stays byte for byte at the second run, with and without the identity', async () => {
    const tree = new MemoryTree();
    await tree.init([APP, DB], { recipient });
    for (const input of [{}, { recipient }, { recipient, identities: [identity] }]) {
      const plan = await tree.init([APP, DB], input);
      expect(plan.write).toEqual([]);
      expect(plan.kept).toHaveLength(2);
    }
  });

  test('seals each half of an ssh key pair with the other', async () => {
    const half = (name: 'private' | 'public'): SecretKey => ({
      source: { from: 'ssh-key', pair: 'git', half: name, comment: 'n8n' },
    });
    const file = sealedFile('n8n/git', { identity: half('private') });
    const both = sealedFile('n8n/git', { 'identity.pub': half('public'), identity: half('private') });
    const tree = new MemoryTree();
    await tree.init([file], { recipient });
    const before = await open(tree, file.path);
    expect(changes(await tree.init([both], { recipient, identities: [identity] }))).toEqual({
      'n8n/git.sops.yaml': 'completed',
    });
    const after = await open(tree, file.path);
    expect(after.identity).toBe(before.identity);
    expect(after['identity.pub']).toMatch(/^ssh-ed25519 \S+ n8n\n$/);
  });
});

describe('a clone with the published example', () => {
  test('is made anew for the owner, rules included, and the second run changes nothing', async () => {
    const tree = new MemoryTree();
    await tree.init([APP, DB]);
    const plan = await tree.init([APP, DB], { recipient });
    expect(changes(plan)).toEqual({
      '.sops.yaml': 'completed',
      'app/copy.sops.yaml': 'replaced',
      'db/main.sops.yaml': 'replaced',
    });
    expect(tree.texts.get('.sops.yaml')).not.toContain(EXAMPLE_RECIPIENT);
    expect((await open(tree, APP.path)).password).toBe((await open(tree, DB.path)).password);
    expect((await tree.init([APP, DB], { recipient })).write).toEqual([]);
  });

  test('is made anew a cluster at a time, for the key of each (S2-02)', async () => {
    const tree = new MemoryTree();
    const beta = sealedFile('db/main', { password: GENERATED }, 'beta');
    await tree.init([DB, beta]);
    await tree.init([DB], { recipient, allClusters: false });
    expect(codes(await tree.init([beta], { recipient: other.recipient, allClusters: false }))).toEqual([]);
    await expect(open(tree, DB.path)).resolves.toHaveProperty('password');
    await expect(open(tree, beta.path, other.identity)).resolves.toHaveProperty('password');
  });

  test('says that a key is none of those that .sops.yaml names, since it would open nothing', async () => {
    const tree = new MemoryTree();
    await tree.init([DB], { recipient });
    const plan = await tree.init([DB, TOKEN], { recipient: other.recipient, placeholders: true });
    expect(plan.findings).toMatchObject([{ code: 'SECRET_RULE', severity: 'warning' }]);
  });

  test('stays consistent when a copy is added: nobody can open the source, so it is made anew with all its copies', async () => {
    const tree = new MemoryTree();
    const alone = sealedFile('x/alone', { key: GENERATED });
    await tree.init([APP, DB, alone]);
    const added = sealedFile('new/copy', { password: copied('db/main', 'password') });
    const plan = await tree.init([APP, DB, alone, added]);
    expect(changes(plan)).toEqual({
      'app/copy.sops.yaml': 'replaced',
      'db/main.sops.yaml': 'replaced',
      'new/copy.sops.yaml': 'created',
    });
    expect(plan.kept).toEqual([alone.path]);
  });
});

describe('a file that cannot be opened', () => {
  test('is an error for a foreign recipient, and nothing at all is written', async () => {
    const tree = new MemoryTree();
    await tree.init([DB], { recipient: other.recipient });
    tree.texts.delete('.sops.yaml');
    const before = tree.texts.get(DB.path);
    const plan = await tree.init([APP, DB], { recipient, identities: [identity] });
    expect(codes(plan)).toContain('SECRET_FOREIGN');
    expect(plan.write).toEqual([]);
    expect(tree.texts.get(DB.path)).toBe(before);
  });

  test('is an error when a copy of it is needed, or a key is missing, and says that the identity helps', async () => {
    const tree = new MemoryTree();
    await tree.init([DB], { recipient });
    const copy = await tree.init([APP, DB], { recipient });
    expect(codes(copy)).toEqual(['SECRET_NEEDS_IDENTITY', 'SECRET_NEEDS_IDENTITY']);
    expect(copy.findings[0]?.hint).toContain('--age-key');
    const more = sealedFile('db/main', { ...DB.declaration.keys, second: GENERATED });
    const missing = await tree.init([more], { recipient });
    expect(missing.findings.map(({ message }) => message)).toEqual([
      'key "second" is missing, and the file is not opened',
    ]);
    expect(missing.write).toEqual([]);
  });

  test('is an error when it is plain text or broken, whatever it holds', async () => {
    const tree = new MemoryTree();
    tree.texts.set(DB.path, 'apiVersion: v1\nkind: Secret\nstringData: {password: hunter2}\n');
    const plan = await tree.init([DB], { recipient });
    expect(codes(plan)).toEqual(['SECRET_IN_CLEAR']);
    expect(JSON.stringify(plan)).not.toContain('hunter2');
    tree.texts.set(DB.path, '\t[');
    expect(codes(await tree.init([DB], { recipient }))).toEqual(['SECRET_FILE']);
  });
});

describe('with the identity', () => {
  test('missing keys are added, and the ciphertext of the others stays', async () => {
    const tree = new MemoryTree();
    await tree.init([DB], { recipient });
    const before = tree.texts.get(DB.path) ?? '';
    const more = sealedFile('db/main', { ...DB.declaration.keys, second: GENERATED });
    const plan = await tree.init([more, APP], { recipient, identities: [identity] });
    expect(changes(plan)).toEqual({ 'db/main.sops.yaml': 'completed', 'app/copy.sops.yaml': 'created' });
    const line = (text: string) => text.split('\n').find((candidate) => candidate.includes('password:'));
    expect(line(tree.texts.get(DB.path) ?? '')).toBe(line(before));
    expect((await open(tree, APP.path)).password).toBe((await open(tree, DB.path)).password);
  });

  test('a changed constant and changed labels are brought up to the declaration', async () => {
    const tree = new MemoryTree();
    await tree.init([DB], { recipient });
    const { declaration } = sealedFile('db/main', { password: GENERATED, user: given('other') });
    const changed = { path: DB.path, declaration: { ...declaration, labels: { app: 'db', flag: 'true' } } };
    const before = await open(tree, DB.path);
    expect(codes(await tree.init([changed], { recipient }))).toEqual(['SECRET_NEEDS_IDENTITY']);
    await tree.init([changed], { recipient, identities: [identity] });
    expect(await open(tree, DB.path)).toEqual({ ...before, user: 'other' });
    expect(inspectSecret(tree.texts.get(DB.path) ?? '', DB.path).labels).toEqual({ app: 'db', flag: 'true' });
    expect((await tree.init([changed], { recipient, identities: [identity] })).write).toEqual([]);
  });

  test('what is made of a key that is made anew is made anew too', async () => {
    const tree = new MemoryTree();
    await tree.init([APP, DB], { recipient });
    tree.texts.delete(DB.path);
    expect(codes(await tree.init([APP, DB], { recipient }))).toContain('SECRET_NEEDS_IDENTITY');
    const plan = await tree.init([APP, DB], { recipient, identities: [identity] });
    expect(changes(plan)).toEqual({ 'db/main.sops.yaml': 'created', 'app/copy.sops.yaml': 'completed' });
    expect((await open(tree, APP.path)).password).toBe((await open(tree, DB.path)).password);
  });

  test('a tampered file is an error', async () => {
    const tree = new MemoryTree();
    await tree.init([DB], { recipient });
    const text = tree.texts.get(DB.path) ?? '';
    tree.texts.set(DB.path, text.replace('type: Opaque', 'type: kubernetes.io/basic-auth'));
    expect(codes(await tree.init([DB], { recipient, identities: [identity] }))).toEqual(['SECRET_FILE']);
  });
});

describe('what only the owner knows', () => {
  test('is asked for all at once, and nothing is written', async () => {
    const second = sealedFile('dns/second', { 'api-token': ASKED });
    const plan = await new MemoryTree().init([TOKEN, second, DB], { recipient });
    expect(codes(plan)).toEqual(['SECRET_ANSWER_MISSING', 'SECRET_ANSWER_MISSING']);
    expect(plan.findings[1]?.hint).toContain('SECRET__DNS__SECOND__API_TOKEN');
    expect(plan.write).toEqual([]);
  });

  test('comes from a file or the environment, for one cluster or for all', async () => {
    const beta = sealedFile('dns/token', { token: ASKED }, 'beta');
    const file = new Map([['beta/dns/token:token', 'of-beta']]);
    const tree = new MemoryTree();
    const answers = answersFrom(file, { SECRET__DNS__TOKEN__TOKEN: 'of-all' });
    expect((await tree.init([TOKEN, beta], { recipient, answers })).findings).toEqual([]);
    expect(await open(tree, TOKEN.path)).toEqual({ token: 'of-all' });
    expect(await open(tree, beta.path)).toEqual({ token: 'of-beta' });
  });

  test('is a marked stand-in on request, its copies too, until it is answered', async () => {
    const copy = sealedFile('acme/token', { token: copied('dns/token', 'token') });
    const tree = new MemoryTree();
    await tree.init([TOKEN, copy], { recipient, placeholders: true });
    for (const { path } of [TOKEN, copy]) {
      expect(inspectSecret(tree.texts.get(path) ?? '', path).standIns).toEqual(['token']);
      expect(await open(tree, path)).toEqual({ token: 'placeholder-token' });
    }
    const later = await tree.init([TOKEN, copy], { recipient });
    expect(codes(later)).toEqual(['SECRET_STAND_IN', 'SECRET_STAND_IN']);
    expect(later.findings[0]?.severity).toBe('warning');
    const answers = answersFrom(new Map([['dns/token:token', 'real']]), {});
    await tree.init([TOKEN, copy], { recipient, identities: [identity], answers });
    for (const { path } of [TOKEN, copy]) {
      expect(await open(tree, path)).toEqual({ token: 'real' });
      expect(inspectSecret(tree.texts.get(path) ?? '', path).standIns).toEqual([]);
    }
  });

  test('is refused by the schema without being shown, and misspelt names are errors', async () => {
    const schema = z.string().min(20);
    const strict = sealedFile('dns/token', { token: { ...ASKED, schema } });
    const answers = answersFrom(
      new Map([
        ['dns/token:token', 'hunter2'],
        ['dns/tokn:token', 'hunter3'],
      ]),
      {},
    );
    const plan = await new MemoryTree().init([strict], { recipient, answers });
    expect(codes(plan)).toEqual(['SECRET_ANSWER_UNKNOWN', 'SECRET_VALUE_REFUSED']);
    expect(JSON.stringify(plan)).not.toMatch(/hunter/);
  });
});

describe('declarations that cannot be resolved', () => {
  test('are named: cycles whole, references that lead nowhere, secrets that are declared twice', async () => {
    const cycle = [sealedFile('a/a', { k: copied('b/b', 'k') }), sealedFile('b/b', { k: copied('a/a', 'k') })];
    const plan = await new MemoryTree().init(cycle, { recipient });
    expect(plan.findings.map(({ message }) => message)).toEqual(['is made of itself: a/a:k → b/b:k → a/a:k']);
    const nowhere = sealedFile('a/a', { k: copied('b/b', 'k'), l: copied('db/main', 'nope') });
    expect(codes(await new MemoryTree().init([nowhere, DB], { recipient }))).toEqual([
      'SECRET_REFERENCE_UNKNOWN',
      'SECRET_REFERENCE_UNKNOWN',
    ]);
    expect(codes(await new MemoryTree().init([DB, DB], { recipient }))).toContain('SECRET_DECLARED_TWICE');
  });
});
