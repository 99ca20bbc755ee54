import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeEach, describe, expect, test } from '@jest/globals';
import * as z from 'zod';
import type { SecretsHost } from '../../../lib/cli/secrets/host.js';
import { memoryFolder } from '../../../lib/system/memory-folder.js';
import { copied, GENERATED, sealedFile } from '../../secrets/declarations.js';
import { OwnTree, ownFolder } from './own-tree.js';

const DB = sealedFile('db/main', {
  password: { ...GENERATED, schema: z.string().min(20, 'has under 20 characters') },
  admin: GENERATED,
});
const COPY = sealedFile('app/copy', { password: copied('db/main', 'password') });
const SEALED = { ...sealedFile('csi/token', { token: GENERATED }), certificate: 'sealing.pem' };
const VALUE = 'hunter2-hunter2-hunter2';

let tree: OwnTree;
let memory = '';
beforeEach(async () => {
  tree = await OwnTree.of([DB, COPY]);
  memory = ownFolder(memoryFolder({}) ?? tmpdir());
});

/** Edits with a shell script that gets the file as $1. */
async function edit(script: string, host: Partial<SecretsHost> = {}, args: readonly string[] = ['db/main']) {
  const { env, ...others } = host;
  const editor = `sh -c '${script}' editor`;
  const result = await tree.run(['edit', ...args], {
    env: { EDITOR: editor, OUTSIDE: tree.outside, ...env },
    memoryFolder: memory,
    ...others,
  });
  // Whatever happened: the plaintext is gone, and nobody saw it.
  expect(readdirSync(memory)).toEqual([]);
  expect(result.out + result.err).not.toContain('hunter2');
  return result;
}
const setPassword = `sed -i "s/password: .*/password: ${VALUE}/" "$1"`;

describe('secrets edit', () => {
  test('shows the whole plaintext in a file whose name says its language', async () => {
    await edit('cp "$1" "$OUTSIDE/seen"; basename "$1" > "$OUTSIDE/name"');
    const { password = '' } = await tree.values(DB);
    expect(readFileSync(join(tree.outside, 'seen'), 'utf8')).toContain(`stringData:\n    password: ${password}\n`);
    expect(readFileSync(join(tree.outside, 'name'), 'utf8')).toBe('main.yaml\n');
  });

  test('saves a changed value and what is made of it, and leaves all other ciphertext', async () => {
    const line = (text: string) => text.split('\n').find((candidate) => candidate.includes('admin:'));
    const before = line(tree.text(DB));
    const { code, out, err } = await edit(setPassword);
    expect({ code, err }).toEqual({ code: 0, err: '' });
    expect(out.split('\n').slice(0, 2).sort()).toEqual([
      'changed    kubernetes/alpha/apps/app/copy.sops.yaml  new values: password',
      'changed    kubernetes/alpha/apps/db/main.sops.yaml  new values: password',
    ]);
    expect((await tree.values(DB)).password).toBe(VALUE);
    expect((await tree.values(COPY)).password).toBe(VALUE);
    expect(line(tree.text(DB))).toBe(before);
  });

  test('keeps comments, sealed like the values that they stand beside', async () => {
    const { code, out } = await edit('sed -i "s/stringData:/&\\n    # hunter2 of the lab/" "$1"');
    expect({ code, out }).toEqual({
      code: 0,
      out: `changed    ${DB.path}\n1 file written; next: commit and push`,
    });
    expect(tree.text(DB)).not.toContain('hunter2');
    await edit('grep -c hunter2 "$1" > "$OUTSIDE/count"');
    expect(readFileSync(join(tree.outside, 'count'), 'utf8')).toBe('1\n');
  });

  test('writes nothing when nothing was changed, and says what an editor that ends at once may need', async () => {
    const before = tree.texts();
    const { code, out, err } = await edit('true');
    expect({ code, out }).toEqual({ code: 0, out: 'nothing to change' });
    expect(err).toContain('code --wait');
    await edit('echo >> "$1"; echo >> "$1"');
    expect(tree.texts()).toEqual(before);
  });

  test.each<[string, string, string]>([
    ['a value', 'sed -i "s/password: .*/password: hunter2/" "$1"', 'has under 20 characters'],
    ['a key that is not declared', 'echo "    more: hunter2" >> "$1"', 'key "more" is not declared'],
    ['a missing key', 'sed -i "/admin:/d" "$1"', 'key "admin" is missing'],
    ['another name', 'sed -i "s/name: main/name: hunter2/" "$1"', '"metadata" is the declaration'],
    ['broken YAML', 'echo "	: hunter2" >> "$1"', 'no valid YAML'],
  ])('refuses %s: exit 1, the reason without the value, and nothing written', async (_, script, reason) => {
    const before = tree.texts();
    const { code, out, err } = await edit(script);
    expect({ code, out }).toEqual({ code: 1, out: 'nothing was written' });
    expect(err).toContain(reason);
    expect(tree.texts()).toEqual(before);
  });

  test('answers as JSON, what is refused included, without any value', async () => {
    const saved = await edit(setPassword, {}, ['db/main', '--json']);
    expect(JSON.parse(saved.out)).toMatchObject({ written: expect.arrayContaining([expect.anything()]), findings: [] });
    const refused = await edit('sed -i "s/password: .*/password: hunter2/" "$1"', {}, ['db/main', '--json']);
    expect(refused.code).toBe(1);
    expect(JSON.parse(refused.out)).toMatchObject({ written: [], findings: [{ code: 'SECRET_VALUE_REFUSED' }] });
  });

  test('lets a person at a terminal mend what was refused, with what they typed still there', async () => {
    const script = `if grep -q hunter2 "$1"; then sed -i "s/hunter2/${VALUE}/" "$1"; else sed -i "s/password: .*/password: hunter2/" "$1"; fi`;
    const asked: string[] = [];
    const ask = async (question: string) => {
      asked.push(question);
      return '';
    };
    const { code, err } = await edit(script, { interactive: true, ask });
    expect(code).toBe(0);
    expect(err).toContain('has under 20 characters');
    expect(asked).toEqual(['Edit again? [Y/n]']);
    expect((await tree.values(DB)).password).toBe(VALUE);
  });

  test('gives up when that person has enough', async () => {
    const before = tree.texts();
    const script = 'sed -i "s/password: .*/password: hunter2/" "$1"';
    const { code, out } = await edit(script, { interactive: true, ask: async () => 'n' });
    expect({ code, out }).toEqual({ code: 1, out: 'nothing was written' });
    expect(tree.texts()).toEqual(before);
  });

  test.each<[string, Partial<SecretsHost>, string]>([
    ['no editor', { env: { EDITOR: '' } }, 'no editor is set'],
    [
      'an editor that does not exist',
      { env: { EDITOR: 'no-such-editor' } },
      '"no-such-editor" cannot be started (ENOENT)',
    ],
    ['an editor that fails', { env: { EDITOR: 'false' } }, 'the editor "false" ended with code 1'],
    ['no identity', { env: { SOPS_AGE_KEY_FILE: '' } }, 'no identity at hand opens it'],
  ])('with %s changes nothing and exits 2', async (_, host, message) => {
    const before = tree.texts();
    const { code, out, err } = await edit(setPassword, host);
    expect({ code, out }).toEqual({ code: 2, out: '' });
    expect(err).toContain(message);
    expect(tree.texts()).toEqual(before);
  });

  test('needs leave for a disk where the system has no folder in memory', async () => {
    const args = (more: string[]) => ['edit', 'db/main', ...more];
    const env = { EDITOR: `sh -c '${setPassword}; dirname "$1" > "$OUTSIDE/folder"' editor`, OUTSIDE: tree.outside };
    const refused = await tree.run(args([]), { env });
    expect(refused.code).toBe(2);
    expect(refused.err).toContain('--allow-disk');
    expect((await tree.run(args(['--allow-disk']), { env })).code).toBe(0);
    expect((await tree.values(DB)).password).toBe(VALUE);
    expect(existsSync(readFileSync(join(tree.outside, 'folder'), 'utf8').trim())).toBe(false);
  });

  test('is refused for a SealedSecret, with the way out', async () => {
    const own = new Map([[SEALED.path, 'kind: SealedSecret']]);
    mkdirSync(join(tree.root, 'kubernetes/alpha/apps/csi'), { recursive: true });
    for (const [path, text] of own) writeFileSync(join(tree.root, path), text);
    const { code, err } = await edit('true', { sealedFiles: async () => [SEALED] }, ['csi/token']);
    expect(code).toBe(2);
    expect(err).toContain('which only the controller opens');
    expect(err).toContain('set command');
  });

  test('does not open a file that was tampered with', async () => {
    tree.write(DB, tree.text(DB).replace('type: Opaque', 'type: other'));
    const { code, err } = await edit(`touch "$OUTSIDE/opened"; ${setPassword}`);
    expect(code).toBe(2);
    expect(err).toContain('MAC does not hold');
    expect(existsSync(join(tree.outside, 'opened'))).toBe(false);
  });
});
