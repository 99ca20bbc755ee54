import { symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { run } from '../../lib/cli/main.js';
import { DeclaredSecret, generated, Unit } from '../../lib/index.js';
import type { Finding } from '../../lib/model/finding.js';
import { RuleError } from '../../lib/rules/tree-rule.js';
import { random } from '../secrets/leaks/corpus.js';
import { Repository } from '../support/repository.js';
import { SOPS_YAML } from '../support/sealed-stand-in.js';
import { testCluster } from '../support/test-cluster.js';

const SECRET_FILE = 'kubernetes/test/apps/demo/app/app/secret.sops.yaml';
const cluster = testCluster({}, (c) => {
  new DeclaredSecret(new Unit(c.apps('demo'), 'app'), 'app', { token: generated({ length: 24 }) });
});
const token = `ghp_${random('check', 36)}`;

/** A repository that is in order, with Git and more files. */
async function repository(files: Readonly<Record<string, string>> = {}): Promise<Repository> {
  const made = new Repository();
  made.seal(cluster);
  await made.synth(cluster);
  made.write({ '.gitignore': 'ignored/\n', ...files });
  made.git('init', '--quiet');
  made.git('add', '--all');
  return made;
}

const check = (made: Repository, ...argv: readonly string[]) => made.run(cluster, 'check', ...argv);

describe('npm run check', () => {
  test('is content with a tree that is in order', async () => {
    const { code, out, err } = await check(await repository());
    expect({ code, err }).toEqual({ code: 0, err: '' });
    expect(out).toMatch(/^0 errors, 0 warnings; \d+ files looked into; /);
  });

  test('names the place of a leak, in a new file too, and not the leak', async () => {
    const made = await repository();
    made.write({ 'notes/new.md': `# Notes\n\n${token}\n`, 'ignored/mine.txt': token });
    const { code, out, err } = await check(made);
    expect(code).toBe(1);
    expect(err.split('\n')).toEqual([
      'repository  leak-token  error',
      '  line 3, column 1 (notes/new.md): a GitHub token (40 characters)',
      '  notes/new.md:3:1   hint: take it out, and revoke it if it was ever pushed',
    ]);
    expect(out).toMatch(/^1 error, /);
    expect(out + err).not.toContain(token);
  });

  test('runs the rules of the tree besides', async () => {
    const made = await repository();
    made.write({ [SECRET_FILE]: made.read(SECRET_FILE).replace('namespace: demo', 'namespace: kube-system') });
    const { code, err } = await check(made);
    expect({ code, err }).toEqual({ code: 1, err: expect.stringContaining('sealed-clear-part') });
  });

  test('says everything as JSON, without the leak', async () => {
    const made = await repository({ 'a.md': token, 'b.md': `x ${token} <!-- leak-ok: made up -->\n` });
    const { code, out, err } = await check(made, '--format', 'json');
    expect({ code, err }).toEqual({ code: 1, err: '' });
    const result = JSON.parse(out) as { findings: Finding[]; allowed: { path: string; reason: string }[] };
    expect(result.findings.map(({ code, file, severity }) => [code, file, severity])).toEqual([
      ['leak-token', 'a.md', 'error'],
    ]);
    expect(result.allowed.map(({ path, reason }) => [path, reason])).toEqual([['b.md', 'made up']]);
    expect(out).not.toContain(token);
  });

  test('lists what a comment allows', async () => {
    const { code, out } = await check(await repository({ 'b.md': `x ${token} <!-- leak-ok: made up -->\n` }));
    expect({ code, out }).toEqual({ code: 0, out: expect.stringContaining('allowed: b.md:1  made up') });
  });

  test('looks into sealed files that nobody declares, and once into those that somebody does', async () => {
    const made = await repository();
    const text = made.read(SECRET_FILE);
    const other = text.replace(/recipient: age1\w+/, `recipient: age1${'q'.repeat(58)}`);
    made.write({
      [SECRET_FILE]: other,
      'elsewhere/a.sops.yaml': other,
      'elsewhere/b.sops.yaml': 'stringData:\n  a: b\n',
    });
    const { err } = await check(made);
    expect(err.match(/^\S+ {2}\S+ {2}\w+$/gm)).toEqual([
      'test/app  sealed-recipients  error',
      'test/app  sealed-recipients  error',
      'repository  leak-recipients  error',
      'repository  leak-unsealed  error',
    ]);
  });

  test('does without Git, and then looks into what is on disk', async () => {
    const made = new Repository({ 'a.md': token, 'node_modules/x/readme.md': token, 'dist/a.md': token });
    const { code, err } = await made.run([], 'check');
    expect({ code, files: err.match(/^ {2}\S+:\d+:\d+/gm) }).toEqual({ code: 1, files: ['  a.md:1:1'] });
  });

  test('finds a secret in a file that a Windows shell wrote', async () => {
    const made = await repository();
    made.write({ 'a.txt': '' });
    const mark = Buffer.from([0xff, 0xfe]);
    writeFileSync(join(made.root, 'a.txt'), Buffer.concat([mark, Buffer.from(`token\n${token}\n`, 'utf16le')]));
    expect((await check(made)).err).toContain('a.txt:2:1');
  });

  test('does not follow links, and says what is too large to be looked into', async () => {
    const made = await repository({ 'large.bin': 'x'.repeat(17 * 1024 * 1024) });
    symlinkSync('/etc/passwd', join(made.root, 'link'));
    const { code, err } = await check(made);
    expect(code).toBe(0);
    expect(err).toContain('leak-not-scanned  warning');
    expect((await check(made, '--strict')).code).toBe(1);
  });

  test('finds leaks although the charts’ versions cannot be read', async () => {
    const made = await repository({ 'charts/versions.yaml': 'charts: [', 'a.md': token });
    const { code, err } = await check(made);
    expect(code).toBe(1);
    expect(err).toContain('INPUT_UNUSABLE');
    expect(err).toContain('a.md:1:1');
  });

  test('fails for the example’s stand-ins only when it is told to be strict', async () => {
    const made = await repository();
    const text = made
      .read(SECRET_FILE)
      .replace('annotations:\n', 'annotations:\n        homelab-gitops/placeholders: token\n');
    made.write({ [SECRET_FILE]: text });
    await made.synth(cluster);
    const { code, out } = await check(made);
    expect({ code, out }).toEqual({ code: 0, out: expect.stringContaining('stand-ins in 1 file:') });
    expect((await check(made, '--strict')).code).toBe(1);
  });
});

describe('npm run check -- --staged', () => {
  test('looks at what is staged, not at the working tree', async () => {
    const made = await repository({ 'staged.md': token });
    made.write({ 'staged.md': 'gone\n', 'later.md': token });
    const { code, err } = await check(made, '--staged');
    expect({ code, files: err.match(/^ {2}\S+:\d+:\d+/gm) }).toEqual({ code: 1, files: ['  staged.md:1:1'] });
  });

  test('takes the recipients from the .sops.yaml that is staged', async () => {
    const made = await repository();
    expect((await check(made, '--staged')).code).toBe(0);
    made.write({ '.sops.yaml': SOPS_YAML.replace(/age1\w+/, `age1${'q'.repeat(58)}`) });
    expect((await check(made, '--staged')).code).toBe(0);
    made.git('add', '.sops.yaml');
    const { code, err } = await check(made, '--staged');
    expect({ code, err }).toEqual({ code: 1, err: expect.stringContaining('leak-recipients') });
  });

  test('looks only at what differs from the last commit', async () => {
    const made = await repository({ 'old.md': token });
    made.git('commit', '--quiet', '--message', 'with a leak');
    made.write({ 'new.md': '# New\n' });
    made.git('add', '--all');
    const { code, out } = await check(made, '--staged');
    expect({ code, out }).toEqual({ code: 0, out: expect.stringContaining('1 file looked into') });
  });

  test('needs Git', async () => {
    const { code, err } = await new Repository().run([], 'check', '--staged');
    expect({ code, err }).toEqual({ code: 2, err: expect.stringContaining('no Git repository') });
  });
});

test('a rule that is broken ends the check with its name, and with neither pass nor findings', async () => {
  const broken = {
    ...cluster,
    declare: (): never => {
      throw new RuleError('host-unique', new Error('cannot read "x"'));
    },
  };
  const made = await repository();
  const out: string[] = [];
  const io = {
    root: made.root,
    env: {},
    out: (line: string) => out.push(line),
    err: (line: string) => out.push(line),
  };
  expect(await run({ clusters: [broken] }, ['check'], io)).toBe(2);
  expect(out[0]).toContain('error: rule host-unique failed: cannot read "x"');
});
