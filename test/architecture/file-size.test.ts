import { readFileSync } from 'node:fs';
import { expect, test } from '@jest/globals';
import { listFiles } from '../../lib/system/read-tree.js';

const sizes = ['lib', 'charts']
  .flatMap((folder) => listFiles('.', folder))
  .filter((path) => path.endsWith('.ts'))
  // Generated, and never read by anybody.
  .filter((path) => !path.startsWith('lib/schemas/compiled/'))
  .map((path) => ({ path, lines: readFileSync(path, 'utf8').split('\n').length - 1 }))
  .sort((a, b) => a.lines - b.lines);

/** The file at a share of the list in order of size. */
const at = (share: number) => sizes[Math.min(sizes.length - 1, Math.floor(sizes.length * share))];

test('half of all files have at most 120 lines', () => {
  expect(at(0.5)?.lines).toBeLessThanOrEqual(120);
});

test('19 of 20 files have at most 350 lines, and longer ones say why in their first comment', () => {
  expect(at(0.95)?.lines).toBeLessThanOrEqual(350);
  const unexplained = sizes
    .filter(({ lines }) => lines > 350)
    .filter(({ path }) => !/^(?:import [^\n]*\n|\s)*\/\*\*[\s\S]{80,}?\*\//.test(readFileSync(path, 'utf8')));
  expect(unexplained).toEqual([]);
});

test('no file is named by what it is not: util, helper, manager', () => {
  expect(sizes.filter(({ path }) => /util|helper|(?<!cert-|alert)manager/i.test(path))).toEqual([]);
});
