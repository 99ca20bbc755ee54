import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { listFiles } from '../../lib/system/read-tree.js';

/**
 * Golden files: the YAML that a reviewer would read, byte by byte, in test/golden/<group>/<case>/.
 * `UPDATE_GOLDEN=1 npm test` writes them anew and removes those that no case produces; read the diff before committing.
 */
const GOLDEN = 'test/golden';
const UPDATE = process.env.UPDATE_GOLDEN === '1';
const REFRESH = 'refresh with UPDATE_GOLDEN=1 npm test, then read the diff';

/** Compares files with test/golden/<folder>: every byte, no file missing, none left over. */
export function expectGolden(folder: string, files: ReadonlyMap<string, string>): void {
  const root = join(process.cwd(), GOLDEN);
  if (files.size === 0) throw new Error(`nothing was rendered for golden folder ${folder}`);
  if (UPDATE) refresh(join(root, folder), files);
  const golden = listFiles(root, folder).map((path) => path.slice(folder.length + 1));
  for (const [path, content] of files) {
    if (golden.includes(path)) expect(withName(path, content)).toBe(withName(path, readGolden(root, folder, path)));
  }
  const rendered = [...files.keys()].sort();
  const missing = rendered.filter((path) => !golden.includes(path));
  const leftOver = golden.filter((path) => !files.has(path));
  expect({ folder, missing, leftOver, hint: REFRESH }).toEqual({ folder, missing: [], leftOver: [], hint: REFRESH });
}

/** A test for each case of a group, and one that no case's folder is left over. */
export function describeGolden(
  group: string,
  cases: Readonly<Record<string, () => ReadonlyMap<string, string>>>,
): void {
  describe(`golden files of ${group}`, () => {
    for (const [name, files] of Object.entries(cases)) {
      test(`${name} is what a reviewer has read`, () => expectGolden(`${group}/${name}`, files()));
    }
    test('no folder is left over from a case that is gone', () => {
      const folder = join(process.cwd(), GOLDEN, group);
      const gone = existsSync(folder) ? readdirSync(folder).filter((name) => !(name in cases)) : [];
      if (UPDATE) for (const name of gone) rmSync(join(folder, name), { recursive: true });
      else expect(gone).toEqual([]);
    });
  });
}

function readGolden(root: string, folder: string, path: string): string {
  return readFileSync(join(root, folder, path), 'utf8');
}

/** A failed comparison shows which file it is about. */
function withName(path: string, content: string): string {
  return `${path}\n${content}`;
}

function refresh(folder: string, files: ReadonlyMap<string, string>): void {
  rmSync(folder, { recursive: true, force: true });
  for (const [path, content] of files) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), content);
  }
}
