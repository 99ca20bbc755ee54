import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, describe, expect, test } from '@jest/globals';
import { generateKeyPair } from '../../../lib/secrets/recipients/identity.js';
import { ASKED, copied, GENERATED, given, sealedFile } from '../../secrets/declarations.js';
import { OwnTree } from './own-tree.js';

const DB = sealedFile('db/main', {
  password: { ...GENERATED, rotation: 'ALTER ROLE app in the database' },
  admin: GENERATED,
});
const COPY = sealedFile('app/copy', { password: copied('db/main', 'password') });
const TOKEN = sealedFile('dns/token', { token: ASKED, user: given('me') });
const CONSTANT = sealedFile('x/constant', { domain: given('example.org') });
const NOBODY = { env: { SOPS_AGE_KEY_FILE: '' } };

let tree: OwnTree;
beforeEach(async () => {
  tree = await OwnTree.of([DB, COPY, TOKEN, CONSTANT]);
});

const sealed = (text: string): string[] => [...(text.match(/ENC\[\S+\]/g) ?? [])];

describe('secrets rotate', () => {
  test('gives a file a new data key: every ciphertext is another one, every value is the same', async () => {
    const [before, values, others] = [sealed(tree.text(DB)), await tree.values(DB), tree.text(COPY)];
    const { code, out, err } = await tree.run(['rotate', 'db/main']);
    expect({ code, err }).toEqual({ code: 0, err: '' });
    expect(out).toBe(`rotated    ${DB.path}  new data key\n1 file written; next: commit and push`);
    const after = sealed(tree.text(DB));
    expect(after).toHaveLength(before.length);
    expect(after.filter((text) => before.includes(text))).toEqual([]);
    expect(await tree.values(DB)).toEqual(values);
    expect(tree.text(COPY)).toBe(others);
  });

  test('takes the recipients of the rule, so that who was removed opens nothing that comes later', async () => {
    const second = await generateKeyPair();
    const rules = { path: '.sops.yaml' };
    tree.write(rules, tree.text(rules).replace(/age: .*/, `age: ${second.recipient}`));
    // Not even the warning that the recipients differ: they do no more.
    expect(await tree.run(['rotate', '--all'])).toMatchObject({ code: 0, err: '' });
    for (const file of [DB, COPY, TOKEN, CONSTANT]) {
      expect(await tree.values(file, second.identity)).toBeDefined();
      await expect(tree.values(file)).rejects.toThrow(/no identity/);
    }
  });

  test('with --value makes new values, and what is made of them follows', async () => {
    const [before, admin] = [(await tree.values(DB)).password, (await tree.values(DB)).admin];
    const { code, out, err } = await tree.run(['rotate', 'db/main', '--value', 'password', '--yes']);
    expect(code).toBe(0);
    expect(err).toBe('note: db/main:password: ALTER ROLE app in the database');
    expect(out).toContain(`rotated    ${DB.path}  new data key; new values: password`);
    expect(out).toContain(`changed    ${COPY.path}  new values: password`);
    const after = await tree.values(DB);
    expect(after.password).not.toBe(before);
    expect(after.admin).toBe(admin);
    expect((await tree.values(COPY)).password).toBe(after.password);
  });

  test('asks for consent, or wants --yes, where work by hand is due; before it writes or asks for values', async () => {
    const before = tree.texts();
    const alone = await tree.run(['rotate', 'db/main', '--value']);
    expect({ code: alone.code, out: alone.out }).toEqual({ code: 1, out: 'nothing was written' });
    expect(alone.err).toContain('ALTER ROLE app');
    expect(alone.err).toContain('--yes');
    const refused = await tree.run(['rotate', 'db/main', '--value'], { interactive: true, ask: async () => '' });
    expect(refused.code).toBe(1);
    expect(tree.texts()).toEqual(before);
    const agreed = await tree.run(['rotate', 'db/main', '--value'], { interactive: true, ask: async () => 'y' });
    expect(agreed.code).toBe(0);
    expect((await tree.run(['rotate', 'db/main', '--value', 'admin'])).code).toBe(0);
  });

  test('takes new answers of a file, the environment or a question, and refuses to go without', async () => {
    const args = ['rotate', 'dns/token', '--value'];
    const before = tree.texts();
    const { code, err } = await tree.run(args);
    expect(code).toBe(1);
    expect(err).toContain('SECRET_ANSWER_MISSING');
    expect(err).toContain('SECRET__DNS__TOKEN__TOKEN');
    expect(tree.texts()).toEqual(before);
    const answers = join(tree.outside, 'answers.yaml');
    writeFileSync(answers, 'dns/token: {token: hunter2-of-file}\n');
    expect((await tree.run([...args, '--answers', answers])).code).toBe(0);
    expect((await tree.values(TOKEN)).token).toBe('hunter2-of-file');
    const same = await tree.run([...args, '--answers', answers]);
    expect(same.code).toBe(1);
    expect(same.err).toContain('the answer is the value that it has');
    expect(same.err).not.toContain('hunter2');
    await tree.run(args, { env: { SECRET__DNS__TOKEN__TOKEN: 'hunter2-of-env' } });
    expect((await tree.values(TOKEN)).token).toBe('hunter2-of-env');
    const hidden: boolean[] = [];
    const ask = async (_: string, options: { hidden: boolean }) => {
      hidden.push(options.hidden);
      return 'hunter2-of-person';
    };
    await tree.run(args, { interactive: true, ask });
    expect((await tree.values(TOKEN)).token).toBe('hunter2-of-person');
    expect(hidden).toEqual([true]);
  });

  test('with --dry-run shows the plan without an identity, asks nothing and writes nothing', async () => {
    const before = tree.texts();
    const { code, out, err } = await tree.run(['rotate', '--all', '--value', '--dry-run'], NOBODY);
    expect(code).toBe(0);
    expect(out.split('\n')).toEqual([
      `rotates    ${DB.path}  new data key; new values: password, admin`,
      `rotates    ${COPY.path}  new data key; new values: password`,
      `rotates    ${TOKEN.path}  new data key; new values: token`,
      `rotates    ${CONSTANT.path}  new data key`,
      'dry run: nothing was written',
    ]);
    expect(err).toContain('ALTER ROLE app');
    const json = JSON.parse((await tree.run(['rotate', 'db/main', '--dry-run', '--json'], NOBODY)).out);
    expect(json.planned).toEqual([{ path: DB.path, secret: 'db/main', keys: [], rekeyed: true }]);
    expect(tree.texts()).toEqual(before);
  });

  test.each<[string[], string]>([
    [['rotate'], 'say which secrets, or --all'],
    [['rotate', 'db/main', '--all'], 'say which secrets, or --all'],
    [['rotate', 'db/mian'], 'there is no declared secret "db/mian"'],
    [['rotate', 'db/main', '--value', 'pasword'], 'none of these secrets has a key "pasword"'],
  ])('%j is wrong use', async (args, message) => {
    const { code, err } = await tree.run(args);
    expect(code).toBe(2);
    expect(err).toContain(message);
  });

  test.each<[string[], string]>([
    [['rotate', 'app/copy', '--value'], 'it is made of db/main:password'],
    [['rotate', 'dns/token', '--value', 'user'], 'is a constant of the charts'],
    [['rotate', 'x/constant', '--value'], 'holds constants of the charts alone'],
  ])('%j is refused, and nothing is written', async (args, message) => {
    const before = tree.texts();
    const { code, out, err } = await tree.run(args);
    expect({ code, out }).toEqual({ code: 1, out: 'nothing was written' });
    expect(err).toContain(message);
    expect(tree.texts()).toEqual(before);
  });

  test('writes nothing when one file cannot be opened', async () => {
    tree.write(TOKEN, tree.text(TOKEN).replace('type: Opaque', 'type: other'));
    const before = tree.texts();
    const { code, err } = await tree.run(['rotate', '--all']);
    expect(code).toBe(1);
    expect(err).toContain('MAC does not hold');
    expect(tree.texts()).toEqual(before);
    expect((await tree.run(['rotate', 'db/main'], NOBODY)).err).toContain('--age-key FILE');
  });
});
