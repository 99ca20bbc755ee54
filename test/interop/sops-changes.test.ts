import { execFileSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { parseDocument } from 'yaml';
import { generateKeyPair } from '../../lib/secrets/recipients/identity.js';
import { inspectYaml } from '../../lib/secrets/sops/inspect.js';
import { openYaml } from '../../lib/secrets/sops/open.js';
import { updateRecipients } from '../../lib/secrets/sops/update-recipients.js';
import { findTool } from '../../lib/system/find-tool.js';
import { ChangingTree } from '../secrets/change/change-memory.js';
import { copied, GENERATED, sealedFile } from '../secrets/declarations.js';
import { sayAloud } from '../support/say-aloud.js';
import { temporaryFolder } from '../support/temporary-folder.js';

const sops = findTool('sops');
if (sops === undefined) sayAloud('changes with sops: none on PATH or in dist/tools/bin');
const whenPresent = sops === undefined ? describe.skip : describe;

const DB = sealedFile('db/main', { password: GENERATED, admin: GENERATED });
const COPY = sealedFile('app/copy', { password: copied('db/main', 'password') });
const VALUE = 'a "quoted" $value: with\nlines\n';

whenPresent('what the real sops makes of changed files', () => {
  const folder = temporaryFolder();
  let pairs: { identity: string; recipient: string }[] = [];
  let tree: ChangingTree;
  const recipients = (...indexes: readonly number[]) => indexes.map((index) => pairs[index]?.recipient ?? '');
  const identity = (index: number) => pairs[index]?.identity ?? '';

  beforeAll(async () => {
    pairs = await Promise.all([generateKeyPair(), generateKeyPair(), generateKeyPair()]);
  });
  beforeEach(async () => {
    tree = new ChangingTree(identity(0));
    await tree.init([DB, COPY], { recipient: pairs[0]?.recipient ?? '' });
  });

  /** Runs sops beside a rule for some recipients, on a file with a text; gives what the file holds afterwards, or stdout. */
  function run(
    args: readonly string[],
    text: string,
    key: string,
    rule: readonly string[],
  ): { out: string; file: string } {
    const path = join(folder, DB.path);
    mkdirSync(join(path, '..'), { recursive: true });
    writeFileSync(path, text);
    const entry = { encrypted_regex: '^(data|stringData)$', age: rule.join(',') };
    writeFileSync(join(folder, '.sops.yaml'), JSON.stringify({ creation_rules: [entry] }));
    const out = execFileSync(sops ?? '', [...args, path], {
      cwd: folder,
      env: { PATH: process.env.PATH, HOME: folder, SOPS_AGE_KEY: key },
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const file = readFileSync(path, 'utf8');
    rmSync(path);
    return { out, file };
  }
  const opened = (text: string, key: string) =>
    (parseDocument(run(['decrypt'], text, key, recipients(0)).out).toJS() as { stringData: unknown }).stringData;
  const recipientsOf = (text: string) => inspectYaml(text, DB.path).metadata.age.map(({ recipient }) => recipient);
  const withoutKeys = (text: string) => text.replace(/^ {4}age:\n(?: {6,}.*\n)+/m, '');

  test.each([
    [[0], [0, 1]],
    [[0, 1], [0]],
    [
      [0, 1],
      [2, 0],
    ],
    [[0], [1]],
  ])(
    'updatekeys from %j to %j: the same recipients in the same order, and all else the same',
    async (before, after) => {
      const first = tree.texts.get(DB.path) ?? '';
      const text = await updateRecipients(first, DB.path, recipients(...before), [identity(0)]);
      const ours = await updateRecipients(text, DB.path, recipients(...after), [identity(0)]);
      const theirs = run(['updatekeys', '--yes'], text, identity(0), recipients(...after)).file;
      expect(recipientsOf(ours)).toEqual(recipientsOf(theirs));
      expect(withoutKeys(ours)).toBe(withoutKeys(theirs));
      for (const index of after) expect(opened(ours, identity(index))).toEqual(await tree.values(DB));
      const [last = 0] = after;
      expect((await openYaml(theirs, DB.path, [identity(last)])).plain).toBe(
        (await openYaml(ours, DB.path, [identity(last)])).plain,
      );
      // Each finds the other's work done.
      expect(await updateRecipients(theirs, DB.path, recipients(...after), [])).toBe(theirs);
      expect(run(['updatekeys', '--yes'], ours, identity(last), recipients(...after)).file).toBe(ours);
    },
  );

  test('a changed value opens, and so does all that was left as it was', async () => {
    await tree.change([DB, COPY], { set: new Map([['db/main:password', VALUE]]) });
    const { admin } = await tree.values(DB);
    expect(opened(tree.texts.get(DB.path) ?? '', identity(0))).toEqual({ password: VALUE, admin });
    expect(opened(tree.texts.get(COPY.path) ?? '', identity(0))).toEqual({ password: VALUE });
  });

  test('a new data key opens, and a file that sops rotated can be changed and rotated by us', async () => {
    const theirs = run(['rotate', '--in-place'], tree.texts.get(DB.path) ?? '', identity(0), recipients(0)).file;
    tree.texts.set(DB.path, theirs);
    const values = await tree.values(DB);
    await tree.change([DB, COPY], { set: new Map([['db/main:admin', randomBytes(9).toString('hex')]]) });
    const plan = await tree.change([DB, COPY], {
      rekeyed: new Set(['db/main']),
      renewed: new Set(['db/main:password']),
    });
    expect(plan.findings).toEqual([]);
    const now = await tree.values(DB);
    expect(now.password).not.toBe(values.password);
    expect(opened(tree.texts.get(DB.path) ?? '', identity(0))).toEqual(now);
  });
});
