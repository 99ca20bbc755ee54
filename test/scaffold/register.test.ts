import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { clusters } from '../../charts/clusters.js';
import { functionName } from '../../lib/scaffold/identifier.js';
import { register } from '../../lib/scaffold/register.js';

// Beside the clusters lie lists of units that one of them takes apart; no command adds to those.
const FILES = readdirSync('charts/clusters')
  .map((file) => `charts/clusters/${file}`)
  .filter((file) => readFileSync(file, 'utf8').includes(' = cluster('));

describe('a unit more in a cluster’s file', () => {
  test('every cluster that is registered is looked at', () => {
    expect(FILES.length).toBeGreaterThanOrEqual(clusters.length);
  });

  test.each(FILES)('%s takes it as its last, with one line and one import', (file) => {
    const before = readFileSync(file, 'utf8');
    const after = register(before, { name: 'shop', module: '../apps/demo/shop.js' });
    const lines = before.split('\n');
    const added = after?.split('\n').filter((line) => !lines.includes(line)) ?? [];
    const calls = added.filter((line) => !line.startsWith('import ') && !line.includes('=> {'));
    expect(calls).toHaveLength(1);
    expect(calls[0]).toMatch(/^ {4}shop\(\w+\);$/);
    expect(added).toContain("import { shop } from '../apps/demo/shop.js';");
    expect(after?.endsWith(`${calls[0]}\n  },\n);\n`)).toBe(true);
  });

  test('a parameter that nothing used gets its name back', () => {
    const text =
      "import { cluster } from '../../lib/index.js';\n\nexport const home = cluster(\n  {},\n  (_c) => {\n    // Nothing.\n  },\n);\n";
    const after = register(text, { name: 'shop', module: '../shop.js' });
    expect(after).toContain('  (c) => {\n    // Nothing.\n    shop(c);\n  },\n);\n');
  });

  test('a file of another form is left alone', () => {
    expect(register('export const home = makeCluster();\n', { name: 'shop', module: '../shop.js' })).toBeUndefined();
  });
});

describe('the function of an app', () => {
  test.each([
    ['code-server', 'codeServer'],
    ['open-webui-2', 'openWebui2'],
    ['import', 'importApp'],
    ['escape', 'escapeApp'],
    ['generated', 'generatedApp'],
    ['romm', 'rommApp'],
  ])('%s is called %s', (app, name) => {
    expect(functionName(app, "import { romm } from '../apps/games/romm.js';")).toBe(name);
  });

  test('keeps looking for a name that is free', () => {
    expect(functionName('romm', 'romm rommApp')).toBe('rommApp2');
  });
});
