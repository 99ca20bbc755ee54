import { describe, expect, test } from '@jest/globals';
import * as z from 'zod';
import { inspectSecret } from '../../../lib/secrets/file/inspect-secret.js';
import { changed, codesOf } from '../change/change-memory.js';
import { ASKED, GENERATED, sealedFile } from '../declarations.js';
import { COPY, DB, errors, FILES, ImportingTree, identity, MADE, recipient, treeOf } from './importing-tree.js';

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
