import { readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { cruise, type ICruiseOptions, type ICruiseResult } from 'dependency-cruiser';
import { listFiles } from '../../lib/system/read-tree.js';
import { temporaryFolder } from '../support/temporary-folder.js';

// By a name that TypeScript does not follow: the file is plain JavaScript, so that the command can read it too.
const CONFIG = '../../.dependency-cruiser.mjs';
const { forbidden, options } = (await import(CONFIG)).default as {
  forbidden: readonly { name: string; comment?: string }[];
  options: ICruiseOptions;
};

async function violations(entries: string[], more: ICruiseOptions = {}): Promise<string[]> {
  const ruleSet = { forbidden } as ICruiseOptions['ruleSet'];
  const { output } = await cruise(entries, { ...options, ...more, validate: true, ruleSet });
  return (output as ICruiseResult).summary.violations.map(({ rule, from, to, cycle }) => {
    const arrow = cycle === undefined ? `${from} → ${to}` : [from, ...cycle.map(({ name }) => name)].join(' → ');
    return `${rule.name}: ${arrow}`;
  });
}

describe('the arrows of CONTRIBUTING.md', () => {
  test('hold everywhere', async () => {
    expect(await violations(['main.ts', 'charts', 'imports', 'lib'])).toEqual([]);
  });

  test('each has a reason', () => {
    expect(forbidden.filter(({ comment = '' }) => comment.length < 20)).toEqual([]);
    expect(new Set(forbidden.map(({ name }) => name)).size).toBe(forbidden.length);
  });

  test.each([
    ['model-imports-nothing', 'lib/model/a.ts', '../flux/b.js', 'lib/flux/b.ts'],
    ['flux-knows-its-own', 'lib/flux/a.ts', '../synth/b.js', 'lib/synth/b.ts'],
    ['rules-knows-its-own', 'lib/rules/a.ts', '../system/b.js', 'lib/system/b.ts'],
    ['secrets-knows-its-own', 'lib/secrets/a.ts', '../system/b.js', 'lib/system/b.ts'],
    ['constructs-knows-its-own', 'lib/constructs/a.ts', '../secrets/b.js', 'lib/secrets/b.ts'],
    ['synth-knows-its-own', 'lib/synth/render.ts', '../system/b.js', 'lib/system/b.ts'],
    ['synth-reads-and-writes-at-its-ends', 'lib/synth/read.ts', '../constructs/b.js', 'lib/constructs/b.ts'],
    ['cli-knows-its-own', 'lib/cli/a.ts', '../../charts/b.js', 'charts/b.ts'],
    ['charts-use-the-public-face', 'charts/a.ts', '../lib/constructs/b.js', 'lib/constructs/b.ts'],
    ['public-face-is-for-charts', 'lib/synth/a.ts', '../index.js', 'lib/index.ts'],
    ['no-barrels', 'lib/synth/a.ts', '../flux/index.js', 'lib/flux/index.ts'],
    ['main-composes', 'main.ts', './lib/synth/b.js', 'lib/synth/b.ts'],
    ['tests-are-not-used', 'lib/synth/a.ts', '../../test/b.js', 'test/b.ts'],
  ])('%s is held, for imports of types too', async (rule, from, specifier, to) => {
    const imported = {
      [from]: `import type { B } from '${specifier}';\nexport type A = B;\n`,
      [to]: 'export type B = 1;\n',
    };
    const found = await violations([from], { baseDir: temporaryFolder(imported) });
    expect(found).toContain(`${rule}: ${from} → ${to}`);
  });

  test.each([
    ['world-is-behind-system', 'lib/synth/read.ts', 'node:fs'],
    ['world-is-behind-system', 'lib/cli/a.ts', 'node:child_process'],
    ['world-is-behind-system', 'lib/rules/a.ts', 'node:fs/promises'],
    ['secrets-stay-in-memory', 'lib/secrets/a.ts', 'node:os'],
    ['charts-are-declarations', 'charts/a.ts', 'node:path'],
  ])('%s is held: %s may not use %s', async (rule, from, core) => {
    const folder = temporaryFolder({ [from]: `import * as core from '${core}';\nexport const a = core;\n` });
    expect(await violations([from], { baseDir: folder })).toEqual([
      expect.stringMatching(new RegExp(`^${rule}: ${from}`)),
    ]);
  });

  test('a cycle is shown whole', async () => {
    const folder = temporaryFolder({
      'lib/flux/a.ts': "import { b } from './b.js';\nexport const a = () => b;\n",
      'lib/flux/b.ts': "import type { a } from './a.js';\nexport const b: typeof a | 1 = 1;\n",
    });
    expect((await violations(['lib'], { baseDir: folder })).join()).toMatch(/no-cycles: .*a\.ts → .*b\.ts/);
  });

  test('no file of lib only hands on what others export', () => {
    const files = listFiles('.', 'lib').filter((path) => path.endsWith('.ts'));
    const handsOn = files.filter((path) => {
      const code = readFileSync(path, 'utf8').replace(/\/\*[\s\S]*?\*\/|^\s*\/\/.*$/gm, '');
      return code.replace(/export\s+(type\s+)?(\*(\s+as\s+\w+)?|\{[^}]*\})\s+from\s+'[^']+';/g, '').trim() === '';
    });
    // constructs/k8s.ts names the one folder of cdk8s-plus that we use.
    expect(handsOn).toEqual(['lib/constructs/k8s.ts', 'lib/index.ts']);
  });
});
