import { chmodSync, mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { run } from '../../lib/cli/main.js';
import type { Finding } from '../../lib/model/finding.js';
import { type FixtureTree, fixtureFiles } from '../support/fixture-tree.js';
import { temporaryFolder } from '../support/temporary-folder.js';

/** A folder of hand-written YAML, and the check over it as a person runs it. */
async function check(files: Readonly<Record<string, string>> | string, ...argv: readonly string[]) {
  const root = typeof files === 'string' ? files : temporaryFolder(files);
  const out: string[] = [];
  const err: string[] = [];
  const io = {
    root,
    env: {},
    out: (line: string) => out.push(line),
    err: (line: string) => err.push(line),
  };
  const code = await run({ clusters: [] }, ['check', '--tree', root, ...argv], io);
  return { code, out: out.join('\n'), err: err.join('\n') };
}

/** The small tree of the rules' fixtures as files of a repository. */
const tree = (changes: FixtureTree = {}) => fixtureFiles(changes);

const EXTERNAL = {
  '.check.yaml': `external:
  - { kind: Namespace, name: flux-system, reason: flux bootstrap }
`,
};

const findings = (out: string) => (JSON.parse(out) as { findings: Finding[] }).findings;

describe('npm run check -- --tree', () => {
  test('is content with a small tree in which nothing is wrong', async () => {
    const { code, err, out } = await check({ ...tree(), ...EXTERNAL });
    expect({ code, err }).toEqual({ code: 0, err: '' });
    expect(out).toMatch(/^0 errors, 0 warnings.*; \d+ files looked into; [1-9]\d* objects; /m);
  });

  test('names cluster, unit, file, field and line of what is wrong', async () => {
    const { code, out } = await check(
      { ...tree({ ks: { path: './kubernetes/test/nowhere' } }), ...EXTERNAL },
      '--format',
      'json',
    );
    expect(code).toBe(1);
    expect(findings(out)).toContainEqual(
      expect.objectContaining({
        code: 'flux-path',
        severity: 'error',
        file: 'kubernetes/test/apps/demo/ks.yaml',
        field: 'Kustomization/flux-system/demo spec.path',
        line: 10,
        origin: expect.objectContaining({ unit: 'demo', source: 'kubernetes/test/apps/demo/ks.yaml' }),
      }),
    );
  });

  test('takes paths from the repository’s root, wherever in it the folder is', async () => {
    const root = temporaryFolder({ ...tree(), ...EXTERNAL });
    mkdirSync(join(root, '.git'));
    const { code, err } = await check(join(root, 'kubernetes/test'));
    expect({ code, err }).toEqual({ code: 0, err: '' });
  });

  test('lists what the settings file accepts with its reason, and what it accepts for nothing', async () => {
    const { code, out, err } = await check({
      ...tree({ ks: { path: './gone' } }),
      '.check.yaml': `${EXTERNAL['.check.yaml']}suppressions:
  - { rule: flux-path, object: Kustomization/*/demo, reason: comes tomorrow }
  - { rule: image-tag, reason: nobody knows any more }
`,
    });
    expect(err).not.toContain('flux-path');
    expect(out).toContain('flux-path  Kustomization/flux-system/demo spec.path  comes tomorrow');
    expect(err).toContain('"image-tag" is accepted, and finds nothing there');
    expect([0, 1]).toContain(code);
  });

  test('says where its settings file is wrong', async () => {
    const { code, err } = await check({ ...tree(), '.check.yaml': 'external: [{ kind: Secret, name: a }]\n' });
    expect({ code, err }).toEqual({ code: 2, err: expect.stringContaining('.check.yaml: external.0.reason: ') });
  });

  test('needs a folder that is there', async () => {
    const { code, err } = await check('/nowhere/at/all');
    expect({ code, err }).toEqual({ code: 2, err: expect.stringContaining('there is no folder') });
  });
});

describe('a folder that is in a bad state', () => {
  test('links that lead out, in circles or to nothing are findings, and are not followed', async () => {
    const root = temporaryFolder({ ...tree(), ...EXTERNAL });
    symlinkSync('/etc', join(root, 'kubernetes/etc'));
    symlinkSync('/etc/hostname', join(root, 'kubernetes/name.yaml'));
    symlinkSync('circle', join(root, 'kubernetes/circle'));
    symlinkSync('gone.yaml', join(root, 'kubernetes/lost.yaml'));
    const { code, out } = await check(root, '--format', 'json');
    expect(code).toBe(1);
    const unreadable = findings(out).filter((finding) => finding.code === 'file-unreadable');
    expect(unreadable.map(({ file, message }) => `${file} ${message}`).sort()).toEqual([
      'kubernetes/circle is a link to nothing',
      'kubernetes/etc is a link that leads out of the repository',
      'kubernetes/lost.yaml is a link to nothing',
      'kubernetes/name.yaml is a link that leads out of the repository',
    ]);
  });

  test('a folder that looks like a file, bytes that are no text and files beyond measure end in findings', async () => {
    const root = temporaryFolder({ ...tree(), ...EXTERNAL });
    mkdirSync(join(root, 'kubernetes/folder.yaml'));
    writeFileSync(join(root, 'kubernetes/latin.yaml'), Buffer.from([0x61, 0x3a, 0x20, 0xe9, 0x0a]));
    writeFileSync(join(root, 'kubernetes/huge.yaml'), Buffer.alloc(17 * 1024 * 1024, 0x61));
    const { code, out } = await check(root, '--format', 'json');
    expect(code).toBe(1);
    const files = findings(out).filter((finding) => finding.code === 'file-unreadable');
    expect(files.map(({ file, message }) => `${file} ${message}`).sort()).toEqual([
      'kubernetes/huge.yaml has 17 MB, and was not read',
      'kubernetes/latin.yaml holds bytes that are no UTF-8',
    ]);
  });

  test('a file that nobody may read is a finding', async () => {
    const root = temporaryFolder({ ...tree(), ...EXTERNAL });
    const file = join(root, 'kubernetes/test/apps/demo/app/objects.yaml');
    chmodSync(file, 0o000);
    const { code, out } = await check(root, '--format', 'json');
    // root reads everything, so that there nothing is wrong.
    if (process.getuid?.() === 0) expect([0, 1]).toContain(code);
    else expect(findings(out).map(({ code: rule }) => rule)).toContain('file-unreadable');
  });
});

describe('what rules there are', () => {
  test('--list names each with what it finds', async () => {
    const { code, out } = await check(tree(), '--list');
    expect(code).toBe(0);
    expect(out).toMatch(/^flux-path +error +The path of a Flux Kustomization does not exist/m);
  });

  test('--explain says what to do, and knows what was meant', async () => {
    const { out } = await check(tree(), '--explain', 'flux-path');
    expect(out).toContain('What to do: ');
    expect(out).toContain('S3-90');
    const { code, err } = await check(tree(), '--explain', 'flux-paths');
    expect({ code, err }).toEqual({ code: 2, err: expect.stringContaining('did you mean "flux-path"?') });
  });
});
