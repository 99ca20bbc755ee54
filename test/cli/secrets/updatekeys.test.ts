import { beforeEach, describe, expect, test } from '@jest/globals';
import { EXAMPLE_RECIPIENT } from '../../../lib/secrets/recipients/example-recipient.js';
import { generateKeyPair } from '../../../lib/secrets/recipients/identity.js';
import { GENERATED, sealedFile } from '../../secrets/declarations.js';
import { OwnTree } from './own-tree.js';

const DB = sealedFile('db/main', { password: GENERATED });
const APP = sealedFile('app/main', { key: GENERATED });
const RULES = { path: '.sops.yaml' };
const NOBODY = { env: { SOPS_AGE_KEY_FILE: '' } };

let tree: OwnTree;
let second = { identity: '', recipient: '' };
beforeEach(async () => {
  tree = await OwnTree.of([DB, APP]);
  second = await generateKeyPair();
});

const rule = (...recipients: readonly string[]) => {
  const text = tree.text(RULES);
  tree.write(RULES, text.replace(/age: .*/, `age: ${recipients.join(',')}`));
};
const values = (text: string) => text.match(/^ {4}\S+: ENC.*$/gm);

describe('secrets updatekeys', () => {
  test('has nothing to do in a fresh tree', async () => {
    expect(await tree.run(['updatekeys'])).toEqual({ code: 0, out: '2 as .sops.yaml says, 0 updated', err: '' });
  });

  test('adds recipients who then open every file, and leaves values, MAC and other keys', async () => {
    rule(tree.recipient, second.recipient);
    const before = tree.text(DB);
    const { code, out, err } = await tree.run(['updatekeys']);
    expect({ code, err }).toEqual({ code: 0, err: '' });
    expect(out).toContain(`updated    ${DB.path}\n  + ${second.recipient}`);
    const after = tree.text(DB);
    expect(values(after)).toEqual(values(before));
    expect(after).toContain(before.slice(before.indexOf('- recipient:'), before.indexOf('    lastmodified')));
    expect(await tree.values(DB, second.identity)).toEqual(await tree.values(DB));
    expect((await tree.run(['updatekeys', '--check'])).code).toBe(0);
  });

  test('removes recipients without any identity, and says loudly that this takes nothing away from them', async () => {
    rule(tree.recipient, second.recipient);
    await tree.run(['updatekeys']);
    rule(tree.recipient);
    const { code, out, err } = await tree.run(['updatekeys'], NOBODY);
    expect(code).toBe(0);
    expect(out).toContain(`  - ${second.recipient}`);
    expect(err).toContain(`WARNING: ${second.recipient}: removing a recipient takes away nothing`);
    expect(err).toContain('rotate --all --value');
    await expect(tree.values(DB, second.identity)).rejects.toThrow(/no identity/);
  });

  test('warns when the identities at hand open nothing any more', async () => {
    rule(second.recipient);
    expect((await tree.run(['updatekeys'])).err).toContain('warning: no identity at hand opens');
    expect(await tree.values(DB, second.identity)).toBeDefined();
  });

  test('with --check writes nothing, needs no identity, and exits 1 when a file differs', async () => {
    rule(tree.recipient, second.recipient);
    const before = tree.texts();
    const { code, out } = await tree.run(['updatekeys', '--check'], NOBODY);
    expect(code).toBe(1);
    expect(out).toContain(`differs    ${DB.path}\n  + ${second.recipient}`);
    expect(out).toContain('0 as .sops.yaml says, 2 not');
    const json = await tree.run(['updatekeys', '--check', '--json'], NOBODY);
    expect(JSON.parse(json.out).differing).toContainEqual({ path: DB.path, added: [second.recipient], removed: [] });
    expect(tree.texts()).toEqual(before);
  });

  test('writes nothing at all when one file cannot be opened', async () => {
    rule(tree.recipient, second.recipient);
    tree.write(APP, tree.text(APP).replace('type: Opaque', 'type: other'));
    const before = tree.texts();
    const { code, out, err } = await tree.run(['updatekeys']);
    expect({ code, out }).toEqual({ code: 1, out: 'nothing was written' });
    expect(err).toContain('MAC does not hold');
    expect(tree.texts()).toEqual(before);
    expect((await tree.run(['updatekeys'], NOBODY)).err).toContain('--age-key FILE');
  });

  test('reaches a sealed file of the tree that nobody declares, since the rule says who may read it', async () => {
    const foreign = { path: 'kubernetes/alpha/apps/dynamic/hello/secret.sops.yaml' };
    tree.write({ path: 'kubernetes/alpha/apps/db/other.sops.yaml' }, tree.text(DB));
    rule(second.recipient, tree.recipient);
    const { out } = await tree.run(['updatekeys', '--cluster', 'alpha']);
    expect(out).toContain('updated    kubernetes/alpha/apps/db/other.sops.yaml');
    expect(out).not.toContain(foreign.path);
  });

  test('says what is wrong with a file: no rule, plain text, the published example', async () => {
    tree.write({ path: 'kubernetes/alpha/apps/db/plain.sops.yaml' }, 'kind: Secret\nstringData: {a: hunter2}\n');
    const { code, err } = await tree.run(['updatekeys', '--check']);
    expect(code).toBe(1);
    expect(err).toContain('SECRET_IN_CLEAR');
    expect(err).not.toContain('hunter2');
    const rules = tree.text(RULES);
    tree.write(RULES, rules.replace('kubernetes/alpha', 'kubernetes/beta'));
    expect((await tree.run(['updatekeys', '--check'])).err).toContain('no rule of .sops.yaml matches its path');
    const example = await OwnTree.of([DB]);
    example.write(RULES, example.text(RULES).replace(example.recipient, EXAMPLE_RECIPIENT));
    await example.run(['updatekeys']);
    example.write(RULES, example.text(RULES).replace(EXAMPLE_RECIPIENT, example.recipient));
    const handed = await example.run(['updatekeys']);
    expect(handed.code).toBe(1);
    expect(handed.err).toContain('published example: npm run secrets -- init');
  });

  test('needs a tree', async () => {
    const { code, err } = await tree.run(['updatekeys', '--cluster', 'beta']);
    expect(code).toBe(2);
    expect(err).toContain('there is no SOPS file in kubernetes/beta');
  });
});
