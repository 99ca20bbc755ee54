import { randomBytes } from 'node:crypto';
import { beforeAll, describe, expect, test } from '@jest/globals';
import { hashSync } from 'bcryptjs';
import * as z from 'zod';
import type { SealedFile, SecretKey } from '../../../lib/model/secret.js';
import type { ChangePlan } from '../../../lib/secrets/change/change-plan.js';
import { inspectSecret } from '../../../lib/secrets/file/inspect-secret.js';
import type { ImportInput } from '../../../lib/secrets/import/import-target.js';
import { planImport } from '../../../lib/secrets/import/plan-import.js';
import { parseCreationRules } from '../../../lib/secrets/recipients/creation-rules.js';
import { generateKeyPair } from '../../../lib/secrets/recipients/identity.js';
import type { SealingKeyPair } from '../../../lib/secrets/sealed-secrets/key-pair.js';
import { generateSshKeyPair } from '../../../lib/secrets/sources/ssh-key.js';
import { ChangingTree, changed, codesOf } from '../change/change-memory.js';
import { ASKED, copied, GENERATED, given, sealedFile } from '../declarations.js';
import { CERTIFICATE_PATH, controllerKey, sealedSecretFile, unsealFile } from '../sealed-secrets/controller.js';

let identity = '';
let recipient = '';
let controller: SealingKeyPair;
beforeAll(async () => {
  ({ identity, recipient } = await generateKeyPair());
  controller = await controllerKey();
});

const operand = (id: string, key: string) => {
  const [namespace = '', name = ''] = id.split('/');
  return { ref: { namespace, name, key } };
};
const DB = sealedFile('db/main', { password: GENERATED, user: given('app'), token: ASKED });
const COPY = sealedFile('app/copy', { password: copied('db/main', 'password') });
const HASH: SecretKey = {
  source: { from: 'htpasswd', user: { constant: 'app' }, password: operand('db/main', 'password') },
};
const DOCKER: SecretKey = {
  source: {
    from: 'docker-config',
    registry: 'r.example.org',
    username: { constant: 'app' },
    password: operand('db/main', 'password'),
  },
};
const URL_OF: SecretKey = {
  source: { from: 'template', text: 'pg://app:{p}@db', operands: { p: operand('db/main', 'password') } },
};
const MADE = sealedFile('web/made', {
  htpasswd: HASH,
  bcrypt: { source: { from: 'bcrypt', password: operand('db/main', 'password') } },
  '.dockerconfigjson': DOCKER,
  url: URL_OF,
});
const FILES = [DB, COPY, MADE];

class ImportingTree extends ChangingTree {
  async take(
    files: readonly SealedFile[],
    sources: readonly (readonly [SealedFile, Readonly<Record<string, string>>])[],
    input: Partial<ImportInput> = {},
  ): Promise<ChangePlan> {
    const targets = sources.map(([file, values], index) => ({
      file,
      source: { place: `source ${index}`, values: new Map(Object.entries(values)), variables: false },
    }));
    const plan = await planImport({
      cluster: 'alpha',
      files,
      texts: this.texts,
      rules: parseCreationRules(this.texts.get('.sops.yaml') ?? ''),
      identities: [identity],
      now: new Date('2026-02-03T04:05:06Z'),
      random: randomBytes,
      bcryptCost: 4,
      targets,
      replace: false,
      renamed: new Map(),
      ...input,
    });
    for (const { path, content } of plan.write) this.texts.set(path, content);
    return plan;
  }
}

/** A tree with stand-ins and generated values, or with rules alone. */
async function treeOf(files: readonly SealedFile[], made = true): Promise<ImportingTree> {
  const tree = new ImportingTree(identity);
  tree.texts.set(CERTIFICATE_PATH, controller.certificate);
  await tree.init(files, { recipient, placeholders: true });
  if (!made) for (const { path } of files) tree.texts.delete(path);
  return tree;
}

const errors = ({ findings }: ChangePlan) => findings.filter(({ severity }) => severity === 'error');

describe('an imported value', () => {
  test('takes the place of a stand-in, and what is sealed beside it keeps its ciphertext', async () => {
    const tree = await treeOf(FILES);
    const before = tree.ciphertexts(DB);
    const plan = await tree.take(FILES, [[DB, { token: 'real-token' }]]);
    expect(changed(plan)).toEqual({ 'db/main.sops.yaml': ['token'] });
    expect(await tree.values(DB)).toMatchObject({ token: 'real-token' });
    expect(tree.ciphertexts(DB).password).toBe(before.password);
    expect(inspectSecret(tree.texts.get(DB.path) ?? '', DB.path).standIns).toEqual([]);
  });

  test('takes the place of another value only when it may, and then all that is made of it follows', async () => {
    const tree = await treeOf(FILES);
    const before = new Map(tree.texts);
    const refused = await tree.take(FILES, [[DB, { password: 'imported' }]]);
    expect(refused.write).toEqual([]);
    expect(codesOf(refused)).toContain('SECRET_VALUE_EXISTS');
    expect(tree.texts).toEqual(before);
    await tree.take(FILES, [[DB, { password: 'imported' }]], { replace: true });
    expect((await tree.values(DB)).password).toBe('imported');
    expect((await tree.values(COPY)).password).toBe('imported');
    expect((await tree.values(MADE)).url).toBe('pg://app:imported@db');
  });

  test('that is there already changes nothing, with and without leave', async () => {
    const tree = await treeOf(FILES);
    const { password = '', token = '' } = await tree.values(DB);
    for (const replace of [false, true]) {
      expect((await tree.take(FILES, [[DB, { password }]], { replace })).write).toEqual([]);
    }
    await tree.take(FILES, [[DB, { token }]]);
    expect(inspectSecret(tree.texts.get(DB.path) ?? '', DB.path).standIns).toEqual([]);
  });

  test('is judged by the declaration, and never shown', async () => {
    const strict = sealedFile('db/main', { token: { ...ASKED, schema: z.string().min(12, 'at least 12 characters') } });
    const tree = await treeOf([strict]);
    const plan = await tree.take([strict], [[strict, { token: 'hunter2' }]]);
    expect(codesOf(plan)).toEqual(['SECRET_VALUE_REFUSED']);
    expect(plan.write).toEqual([]);
    expect(JSON.stringify(plan)).not.toContain('hunter2');
    expect(JSON.stringify(plan)).toContain('at least 12 characters');
  });
});

describe('a secret without a file', () => {
  test('gets one: imported, constant and generated values, and values made of others', async () => {
    const tree = await treeOf(FILES);
    for (const { path } of [DB, COPY]) tree.texts.delete(path);
    const plan = await tree.take(FILES, [
      [DB, { password: 'imported', token: 'real' }],
      [COPY, { password: 'imported' }],
    ]);
    expect(plan.write.map(({ path, created }) => [path, created])).toEqual([
      [DB.path, true],
      [COPY.path, true],
      [MADE.path, undefined],
    ]);
    expect(await tree.values(DB)).toEqual({ password: 'imported', token: 'real', user: 'app' });
    expect(await tree.values(COPY)).toEqual({ password: 'imported' });
    expect((await tree.values(MADE)).url).toBe('pg://app:imported@db');
    expect((await tree.init(FILES, { recipient, identities: [identity] })).write).toEqual([]);
  });

  test('says what is generated for it, and leaves what is not imported to init', async () => {
    const tree = await treeOf(FILES, false);
    const plan = await tree.take(FILES, [[DB, { token: 'real' }]]);
    expect(plan.findings).toMatchObject([
      {
        code: 'SECRET_KEY_MISSING',
        severity: 'warning',
        message: 'key "password" is not in source 0: it gets a new value',
      },
    ]);
    expect(changed(plan)).toEqual({ 'db/main.sops.yaml': ['password', 'user', 'token'] });
  });

  test('is not made while somebody would have to be asked', async () => {
    const tree = await treeOf(FILES, false);
    const plan = await tree.take(FILES, [[DB, { password: 'imported' }]]);
    expect(plan.write).toEqual([]);
    expect(errors(plan)).toMatchObject([
      { code: 'SECRET_ANSWER_MISSING', hint: expect.stringContaining('into the source') },
    ]);
  });

  test('is not made of values that do not exist: import those', async () => {
    const tree = await treeOf(FILES, false);
    const plan = await tree.take(FILES, [[COPY, { password: 'imported' }]]);
    expect(plan.write).toEqual([]);
    expect(errors(plan)).toMatchObject([{ message: expect.stringContaining('made of db/main:password') }]);
  });

  test('needs no identity', async () => {
    const tree = await treeOf([DB], false);
    const plan = await tree.take([DB], [[DB, { password: 'imported', token: 'real' }]], { identities: [] });
    expect(errors(plan)).toEqual([]);
    expect((await tree.values(DB)).password).toBe('imported');
  });
});

describe('keys', () => {
  test('that the declaration does not know are an error that names them, and nothing is written', async () => {
    const tree = await treeOf(FILES);
    const plan = await tree.take(FILES, [[DB, { token: 'real', pasword: 'hunter2' }]]);
    expect(plan.write).toEqual([]);
    expect(errors(plan)).toMatchObject([
      {
        code: 'SECRET_KEY_EXTRA',
        message: 'has no key "pasword", which source 0 holds',
        hint: 'did you mean "password"? (--rename pasword=KEY)',
      },
    ]);
    expect(JSON.stringify(plan)).not.toContain('hunter2');
  });

  test('can be renamed, but not two onto one', async () => {
    const tree = await treeOf([DB]);
    const renamed = new Map([['DNS_TOKEN', 'token']]);
    await tree.take([DB], [[DB, { DNS_TOKEN: 'real' }]], { renamed });
    expect((await tree.values(DB)).token).toBe('real');
    const plan = await tree.take([DB], [[DB, { DNS_TOKEN: 'a', token: 'b' }]], { renamed, replace: true });
    expect(errors(plan)).toMatchObject([{ message: 'key "token" has two values in source 0' }]);
  });

  test('that are environment variables match without hyphens and small letters, where only one does', async () => {
    const file = sealedFile('a/b', { 'api-token': ASKED, one_two: ASKED, 'one-two': ASKED });
    const tree = await treeOf([file]);
    const source = (values: Record<string, string>, variables: boolean) => ({
      targets: [{ file, source: { place: '.env', values: new Map(Object.entries(values)), variables } }],
    });
    expect(errors(await tree.take([file], [], source({ API_TOKEN: 'real' }, true)))).toEqual([]);
    expect((await tree.values(file))['api-token']).toBe('real');
    expect(codesOf(await tree.take([file], [], source({ ONE_TWO: 'x' }, true)))).toContain('SECRET_KEY_EXTRA');
    expect(codesOf(await tree.take([file], [], source({ API_TOKEN: 'x' }, false)))).toContain('SECRET_KEY_EXTRA');
  });

  test('that are not imported are reported with what becomes of them', async () => {
    const more = sealedFile('db/main', { ...DB.declaration.keys, second: GENERATED });
    const tree = await treeOf([DB]);
    const { findings } = await tree.take([more], [[more, { user: 'app' }]]);
    expect(findings.map(({ message, severity }) => [severity, message])).toEqual([
      ['warning', 'key "password" is not in source 0: it keeps its value'],
      ['warning', 'key "token" is not in source 0: it keeps its stand-in'],
      ['warning', 'key "second" is not in source 0: it is still missing, until the next init'],
    ]);
  });
});

describe('a value that is made of others', () => {
  const docker = (password: string) => {
    const auth = Buffer.from(`app:${password}`).toString('base64');
    return JSON.stringify({ auths: { 'r.example.org': { auth } } });
  };
  const made = (password: string) => ({
    htpasswd: `app:${hashSync(password, 4)}`,
    bcrypt: hashSync(password, 4),
    '.dockerconfigjson': docker(password),
    url: `pg://app:${password}@db`,
  });

  test('is fine when it is what it should be, in whichever form', async () => {
    const tree = await treeOf(FILES);
    const plan = await tree.take(
      FILES,
      [
        [DB, { password: 'imported', user: 'app', token: 'real' }],
        [COPY, { password: 'imported' }],
        [MADE, made('imported')],
      ],
      { replace: true },
    );
    expect(plan.findings).toEqual([]);
    const { password = '' } = await tree.values(DB);
    expect((await tree.take(FILES, [[MADE, made(password)]])).findings).toEqual([]);
  });

  test.each(Object.keys(made('x')))(
    'is an error when it is another one, since nobody knows which one counts: %s',
    async (key) => {
      const tree = await treeOf(FILES);
      const values = made('hunter2') as Record<string, string>;
      const plan = await tree.take(FILES, [[MADE, { [key]: values[key] ?? '' }]]);
      expect(plan.write).toEqual([]);
      expect(errors(plan)).toMatchObject([{ code: 'SECRET_NOT_SETTABLE', field: 'Secret/web/made' }]);
      expect(errors(plan)[0]?.message).toContain('is made of db/main:password, and the source has another value');
      expect(JSON.stringify(plan)).not.toContain('hunter2');
    },
  );

  test.each([
    ['a constant of the charts', DB, { user: 'other' }],
    ['broken', MADE, { '.dockerconfigjson': 'hunter2' }],
    ['no hash', MADE, { htpasswd: 'app:hunter2' }],
  ])('is an error when it is %s', async (_, file, values) => {
    const tree = await treeOf(FILES);
    const plan = await tree.take(FILES, [[file, values as unknown as Record<string, string>]]);
    expect(codesOf(plan)).toContain('SECRET_NOT_SETTABLE');
    expect(plan.write).toEqual([]);
  });

  test('is left out with a warning when nobody can compare it', async () => {
    const tree = await treeOf(FILES);
    const plan = await tree.take(FILES, [[COPY, { password: 'imported' }]], { identities: [] });
    expect(plan.findings).toMatchObject([
      { severity: 'warning', message: expect.stringContaining('could not be compared') },
    ]);
    expect(plan.write).toEqual([]);
  });

  test('is the public half of an imported key, which gets its last line break back', async () => {
    const half = (which: 'private' | 'public'): SecretKey => ({
      source: { from: 'ssh-key', pair: 'git', half: which, comment: 'flux' },
    });
    const file = sealedFile('git/ssh', { identity: half('private'), 'identity.pub': half('public') });
    const tree = await treeOf([file]);
    const pair = generateSshKeyPair('somebody', randomBytes);
    const source = { identity: pair.private.trimEnd(), 'identity.pub': pair.public };
    expect(errors(await tree.take([file], [[file, source]], { replace: true }))).toEqual([]);
    const values = await tree.values(file);
    expect(values.identity).toBe(pair.private);
    expect(values['identity.pub']).toBe(pair.public.replace('somebody', 'flux'));
    const other = generateSshKeyPair('somebody', randomBytes);
    const wrong = await tree.take([file], [[file, { ...source, 'identity.pub': other.public }]]);
    expect(codesOf(wrong)).toEqual(['SECRET_NOT_SETTABLE']);
    const none = await tree.take([file], [[file, { identity: 'hunter2', 'identity.pub': other.public }]], {
      replace: true,
    });
    expect(codesOf(none)).toContain('SECRET_NOT_SETTABLE');
  });
});

describe('an import is refused', () => {
  test('when two sources are for one secret', async () => {
    const tree = await treeOf(FILES);
    const plan = await tree.take(FILES, [
      [DB, { token: 'a' }],
      [DB, { token: 'b' }],
    ]);
    expect(errors(plan)).toMatchObject([{ message: 'is in source 0 and again in source 1' }]);
    expect(plan.write).toEqual([]);
  });

  test('when the value would be sealed for the published example, and so be lost', async () => {
    const tree = new ImportingTree(identity);
    await tree.init(FILES, { placeholders: true });
    const plan = await tree.take(FILES, [[DB, { token: 'real' }]]);
    expect(plan.write).toEqual([]);
    expect(errors(plan)).toMatchObject([{ code: 'SECRET_RULE', hint: expect.stringContaining('init --age-key FILE') }]);
  });

  test('when no rule says who the file is for, or nobody here opens it', async () => {
    const tree = await treeOf(FILES);
    expect(codesOf(await tree.take(FILES, [[DB, { token: 'real' }]], { rules: [] }))).toContain('SECRET_RULE');
    const closed = await tree.take(FILES, [[DB, { token: 'real' }]], { identities: [] });
    expect(codesOf(closed)).toContain('SECRET_NEEDS_IDENTITY');
    expect(closed.write).toEqual([]);
  });

  test('when the file that it goes to was tampered with', async () => {
    const tree = await treeOf(FILES);
    const text = tree.texts.get(DB.path) ?? '';
    tree.texts.set(DB.path, text.replace('type: Opaque', 'type: kubernetes.io/tls'));
    const plan = await tree.take(FILES, [[DB, { token: 'real' }]]);
    expect(codesOf(plan)).toContain('SECRET_FILE');
    expect(plan.write).toEqual([]);
  });
});

describe('a SealedSecret', () => {
  const CSI = sealedSecretFile('csi/proxmox', { token: ASKED, secret: GENERATED });

  test('takes values without any key; what is there already gives way only with leave', async () => {
    const tree = await treeOf([CSI]);
    await tree.take([CSI], [[CSI, { token: 'real' }]], { identities: [] });
    expect(unsealFile(tree.texts.get(CSI.path) ?? '', controller)).toMatchObject({ token: 'real' });
    const again = await tree.take([CSI], [[CSI, { token: 'other' }]]);
    expect(errors(again)).toMatchObject([
      { code: 'SECRET_VALUE_EXISTS', message: expect.stringContaining('nobody here') },
    ]);
    await tree.take([CSI], [[CSI, { token: 'other' }]], { replace: true });
    expect(unsealFile(tree.texts.get(CSI.path) ?? '', controller)).toMatchObject({ token: 'other' });
  });

  test('is made where there is none', async () => {
    const tree = await treeOf([CSI], false);
    const plan = await tree.take([CSI], [[CSI, { token: 'real', secret: 'imported' }]]);
    expect(plan.write).toMatchObject([{ path: CSI.path, created: true, keys: ['token', 'secret'] }]);
    expect(unsealFile(tree.texts.get(CSI.path) ?? '', controller)).toEqual({ token: 'real', secret: 'imported' });
  });

  test('is not sealed for the published example', async () => {
    const tree = await treeOf([CSI]);
    tree.texts.delete(CERTIFICATE_PATH);
    const plan = await tree.take([CSI], [[CSI, { token: 'real' }]]);
    expect(codesOf(plan)).toContain('SECRET_CERTIFICATE');
    expect(plan.write).toEqual([]);
  });
});
