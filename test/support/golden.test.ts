import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { listFiles } from '../../lib/system/read-tree.js';
import { expectGolden } from './golden.js';
import { sayAloud } from './say-aloud.js';

const CASE = 'claim/default-class';
const files = new Map(
  listFiles('test/golden', CASE).map((path) => [
    path.slice(CASE.length + 1),
    readFileSync(`test/golden/${path}`, 'utf8'),
  ]),
);
const first = [...files.keys()][0] as string;
// While golden files are refreshed, a comparison that has to fail would write instead.
const compare = process.env.UPDATE_GOLDEN === '1' ? test.skip : test;
if (process.env.UPDATE_GOLDEN === '1') sayAloud('the comparison with golden files: they are being refreshed');

describe('a golden file', () => {
  compare('that is the same passes', () => expect(() => expectGolden(CASE, files)).not.toThrow());

  compare('that differs in one byte fails', () => {
    const changed = new Map([...files, [first, `${files.get(first)}# more\n`]]);
    expect(() => expectGolden(CASE, changed)).toThrow('# more');
  });

  compare('that is missing fails', () => {
    expect(() => expectGolden(CASE, new Map([...files, ['new.yaml', '']]))).toThrow('new.yaml');
  });

  compare('that is left over fails', () => {
    expect(() => expectGolden(CASE, new Map([...files].filter(([path]) => path !== first)))).toThrow(first);
  });

  test('belongs to a group that a test describes', () => {
    const tests = listFiles('.', 'test').filter((path) => path.endsWith('.test.ts'));
    const groups = new Set(
      tests.flatMap((path) =>
        [...readFileSync(path, 'utf8').matchAll(/describeGolden\(\s*'([^']+)'/g)].map((match) => match[1]),
      ),
    );
    expect(readdirSync('test/golden').filter((group) => !groups.has(group))).toEqual([]);
  });
});
