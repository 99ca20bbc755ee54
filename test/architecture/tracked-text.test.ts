import { describe, expect, test } from '@jest/globals';
import { textOf, trackedFiles } from '../support/tracked-files.js';

/** Written in halves, so that this file does not find itself. */
const REGISTRIES = [
  ['registry.npm', 'js.org'],
  ['registry.yarn', 'pkg.com'],
  ['npm', 'mirror.com'],
  ['files.python', 'hosted.org'],
  ['pypi', '.org'],
  ['proxy.go', 'lang.org'],
  ['sum.go', 'lang.org'],
];
const MACHINE_PATHS = [
  ['/wo', 'rk/'],
  ['/ro', 'ot/'],
  ['/ho', 'me/ubuntu'],
  ['/Us', 'ers/'],
];

const files = trackedFiles().filter((path) => !path.startsWith('test/golden/'));

/** `path:line: line` of every line of the tracked files that matches. */
function matches(pattern: RegExp, ...folders: readonly string[]): string[] {
  return files
    .filter((path) => folders.length === 0 || folders.some((folder) => path.startsWith(folder)))
    .flatMap((path) =>
      (textOf(path) ?? '')
        .split('\n')
        .flatMap((line, index) => (pattern.test(line) ? [`${path}:${index + 1}: ${line.slice(0, 120)}`] : [])),
    );
}

const anyOf = (halves: readonly (readonly string[])[], before = '') =>
  new RegExp(halves.map((parts) => before + parts.join('').replaceAll('.', '\\.')).join('|'));

describe('tracked files', () => {
  test('are there to be looked at', () => expect(files.length).toBeGreaterThan(100));

  test('name no host of a package registry: npm ci has to work behind any mirror', () => {
    expect(matches(anyOf(REGISTRIES))).toEqual([]);
  });

  test('name no path of the machine that they were written on', () => {
    expect(matches(anyOf(MACHINE_PATHS, '(^|[\\s"\'`=(:])'))).toEqual([]);
  });

  test('hold no note to do something later: what is missing is an issue', () => {
    const own = ['lib/', 'charts/', 'test/', 'main.ts', 'launch.mjs', 'v8-flags.mjs', 'docs/'];
    expect(matches(new RegExp(`\\b(${['TO', 'DO'].join('')}|${['FIX', 'ME'].join('')}|XX${'X'})\\b`), ...own)).toEqual(
      [],
    );
  });

  test('run every test: none is focused, and a skipped one says aloud why', () => {
    expect(matches(/\b(describe|test|it)\.only\b|\bf(describe|it)\(/, 'test/')).toEqual([]);
    const silent = files.filter((path) => {
      const text = path.startsWith('test/') ? (textOf(path) ?? '') : '';
      return (
        /\.skip\b|\bx(describe|test|it)\(/.test(text) &&
        !/\bsayAloud\(/.test(text) &&
        !path.endsWith('tracked-text.test.ts')
      );
    });
    expect(silent).toEqual([]);
  });

  test('of the library and the charts use no `any` and no default export', () => {
    expect(
      matches(/(:|<|\bas)\s*any\b(?!\s+(of|one))/, 'lib/', 'charts/').filter((line) => !/(\*|\/\/)/.test(line)),
    ).toEqual([]);
    expect(matches(/^export default\b/, 'lib/', 'charts/')).toEqual([]);
  });
});
