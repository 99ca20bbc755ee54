import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, describe, expect, test } from '@jest/globals';
import { stringify } from 'yaml';
import { ASKED, copied, GENERATED, sealedFile } from '../../secrets/declarations.js';
import { OwnTree } from './own-tree.js';

const DB = sealedFile('db/main', { password: GENERATED, token: ASKED });
const COPY = sealedFile('app/copy', { password: copied('db/main', 'password') });
const BETA = sealedFile('db/main', { password: GENERATED, token: ASKED }, 'beta');

let tree: OwnTree;
beforeEach(async () => {
  tree = await OwnTree.of([DB, COPY]);
});

/** A file outside of the repository. */
function outside(name: string, text: string): string {
  writeFileSync(join(tree.outside, name), text);
  return join(tree.outside, name);
}

const secret = (values: Readonly<Record<string, string>>, name = 'main', namespace = 'db') =>
  stringify({ apiVersion: 'v1', kind: 'Secret', metadata: { name, namespace }, stringData: values });
const piped = (text: string) => ({ readStdin: async () => Buffer.from(text) });

describe('secrets import', () => {
  test('takes a Kubernetes Secret, says what changed, and that the file still holds it in clear', async () => {
    const file = outside('dump.yaml', secret({ password: 'imported-1', token: 'imported-2' }));
    const { code, out, err } = await tree.run(['import', file, '--replace']);
    expect(code).toBe(0);
    expect(out.split('\n')).toEqual([
      `changed    ${DB.path}  new values: password, token`,
      `changed    ${COPY.path}  new values: password`,
      '2 files written; next: commit and push',
    ]);
    expect(err).toBe(`warning: ${file} still holds values in clear; delete it`);
    expect(out + err).not.toContain('imported-');
    expect(await tree.values(DB)).toEqual({ password: 'imported-1', token: 'imported-2' });
    expect(await tree.values(COPY)).toEqual({ password: 'imported-1' });
  });

  test('leaves values alone without --replace, all of them, and says which are in the way', async () => {
    const before = tree.texts();
    const file = outside('dump.yaml', secret({ password: 'imported-1', token: 'imported-2' }));
    const { code, out, err } = await tree.run(['import', file]);
    expect({ code, out }).toEqual({ code: 1, out: 'nothing was written' });
    expect(err).toContain('key "password" has another value already');
    expect(err).toContain('--replace');
    expect(out + err).not.toContain('imported-');
    expect(tree.texts()).toEqual(before);
  });

  test('takes .env variables from a pipe, for the secret that --as names', async () => {
    const { code, out, err } = await tree.run(['import', '-', '--as', 'db/main'], piped('TOKEN="imported # 1"\n'));
    expect(code).toBe(0);
    expect(out).toContain('new values: token');
    expect(err).toContain('key "password" is not in what is piped in: it keeps its value');
    expect(out + err).not.toContain('imported');
    expect((await tree.values(DB)).token).toBe('imported # 1');
  });

  test('prints what it did as JSON, and no value', async () => {
    const { out } = await tree.run(['import', '-', '--json'], piped(secret({ token: 'imported-1' })));
    expect(JSON.parse(out)).toMatchObject({
      written: [{ path: DB.path, secret: 'db/main', keys: ['token'] }],
      findings: [{ code: 'SECRET_KEY_MISSING', severity: 'warning' }],
    });
    expect(out).not.toContain('imported-1');
    expect(out).not.toContain('ENC[');
  });

  test('takes a SOPS file with the identity, and does not call it plain', async () => {
    const other = await OwnTree.of([DB]);
    const values = await other.values(DB);
    const file = join(other.root, DB.path);
    const closed = await tree.run(['import', file, '--replace']);
    expect(closed.code).toBe(2);
    expect(closed.err).toContain(`its recipients are ${other.recipient}`);
    const { code, err } = await tree.run(['import', file, '--replace', '--age-key', other.keyFile]);
    expect({ code, err }).toEqual({ code: 0, err: '' });
    expect(await tree.values(DB)).toEqual(values);
  });

  test('makes the file where there is none, and takes renamed keys', async () => {
    const more = sealedFile('web/new', { key: ASKED });
    const own = { sealedFiles: async () => [DB, COPY, more] };
    const args = ['import', '-', '--as', 'web/new', '--rename', 'OLD_KEY=key'];
    const { code, out } = await tree.run(args, { ...piped('OLD_KEY=imported\n'), ...own });
    expect(code).toBe(0);
    expect(out).toContain(`created    ${more.path}  new values: key`);
    expect(await tree.values(more)).toEqual({ key: 'imported' });
  });

  test('into several clusters is all or nothing', async () => {
    const both = { sealedFiles: async (cluster?: string) => (cluster === 'beta' ? [BETA] : [DB, COPY, BETA]) };
    const text = secret({ token: 'imported-1' });
    const open = await tree.run(['import', '-'], { ...piped(text), ...both });
    expect(open.code).toBe(2);
    expect(open.err).toContain('say which: alpha/db/main, beta/db/main');
    const before = tree.texts();
    const file = outside('copy.yaml', secret({ password: 'imported-2' }, 'copy', 'app'));
    const none = await tree.run(['import', file, '--cluster', 'beta'], { ...piped(text), ...both });
    expect(none.code).toBe(2);
    expect(none.err).toContain('there is no declared secret "app/copy"');
    expect(tree.texts()).toEqual(before);
  });

  test('warns of a plain file inside the repository, whatever comes of it', async () => {
    writeFileSync(join(tree.root, 'dump.yaml'), secret({ pasword: 'hunter2' }));
    const { code, out, err } = await tree.run(['import', join(tree.root, 'dump.yaml')]);
    expect(code).toBe(1);
    expect(err).toContain('is inside the repository: it must not be committed');
    expect(err).toContain('has no key "pasword"');
    expect(out + err).not.toContain('hunter2');
  });
});

describe('secrets import is wrong use', () => {
  test.each<[string, readonly string[], string, string]>([
    ['without a name', ['-'], 'TOKEN=hunter2', 'does not say which secret it is'],
    [
      'without a namespace',
      ['-'],
      secret({ token: 'hunter2' }).replace(/ *namespace.*\n/, ''),
      'does not say its namespace',
    ],
    ['for an undeclared secret', ['-'], secret({ token: 'hunter2' }, 'mian'), 'did you mean "db/main"?'],
    ['with one name for two', ['-', '--as', 'db/main'], `${secret({ a: 'b' })}---\n${secret({ a: 'b' })}`, 'hold 2'],
    ['with half a renaming', ['-', '--rename', 'token'], secret({ token: 'hunter2' }), '--rename takes FROM=KEY'],
    ['with no file', ['nowhere.yaml'], '', 'nowhere.yaml: no such file'],
    ['with something else', ['-'], 'apiVersion: v1\nkind: Pod\nspec: {token: hunter2}\n', 'holds kind Pod'],
    ['with bytes', ['-'], Buffer.from([0xff, 0xfe, 0x41]).toString('latin1'), 'is no map'],
  ])('%s', async (_, args, text, message) => {
    const before = tree.texts();
    const { code, out, err } = await tree.run(['import', ...args], piped(text));
    expect({ code, out }).toEqual({ code: 2, out: '' });
    expect(err).toContain(message);
    expect(err).not.toContain('hunter2');
    expect(tree.texts()).toEqual(before);
  });

  test('with what is no UTF-8', async () => {
    const bytes = { readStdin: async () => Buffer.from([0x41, 0x3d, 0xff, 0xfe]) };
    const { code, err } = await tree.run(['import', '-', '--as', 'db/main'], bytes);
    expect(code).toBe(2);
    expect(err).toContain('is no UTF-8 text');
  });
});
