import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { applyChanges } from '../../lib/system/apply-changes.js';
import { listFiles } from '../../lib/system/read-tree.js';
import { temporaryFolder } from '../support/temporary-folder.js';

const contents = (root: string) =>
  Object.fromEntries(
    ['a', 'b']
      .flatMap((folder) => listFiles(root, folder))
      .map((path) => [path, readFileSync(join(root, path), 'utf8')]),
  );

test('files are written, replaced and removed, and folders made', async () => {
  const root = temporaryFolder({ 'a/old': '1', 'a/gone': '2' });
  await applyChanges(root, [{ path: 'a/old', content: 'new' }, { path: 'b/c/d', content: '3' }, { path: 'a/gone' }]);
  expect(contents(root)).toEqual({ 'a/old': 'new', 'b/c/d': '3' });
});

test('a file that cannot be written leaves all of them as they were, and nothing beside them', async () => {
  const files = { 'a/old': '1', 'a/file': 'no folder' };
  const root = temporaryFolder(files);
  const changes = [{ path: 'a/old', content: 'new' }, { path: 'a/file/below', content: '3' }, { path: 'a/file' }];
  await expect(applyChanges(root, changes)).rejects.toThrow();
  expect(contents(root)).toEqual(files);
});
