import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { listFiles, PARTIAL, readTree } from '../../lib/system/read-tree.js';
import { removeFile, removePartial, replaceFile } from '../../lib/system/write-tree.js';
import { temporaryFolder } from '../support/temporary-folder.js';

describe('a file of the tree', () => {
  test('is replaced whole, with folders as needed', () => {
    const root = temporaryFolder();
    replaceFile(root, 'kubernetes/a/b/c.yaml', 'old');
    replaceFile(root, 'kubernetes/a/b/c.yaml', 'new');
    expect(readFileSync(join(root, 'kubernetes/a/b/c.yaml'), 'utf8')).toBe('new');
    expect(listFiles(root, 'kubernetes')).toEqual(['kubernetes/a/b/c.yaml']);
  });

  test('is removed with the folders that become empty, up to the cluster’s', () => {
    const root = temporaryFolder({ 'kubernetes/a/apps/x/y/z.yaml': '', 'kubernetes/a/apps/other.yaml': '' });
    removeFile(root, 'kubernetes/a/apps/x/y/z.yaml');
    expect(existsSync(join(root, 'kubernetes/a/apps/x'))).toBe(false);
    removeFile(root, 'kubernetes/a/apps/other.yaml');
    expect(existsSync(join(root, 'kubernetes/a/apps'))).toBe(false);
    expect(existsSync(join(root, 'kubernetes/a'))).toBe(true);
  });

  test('that is gone already is no error', () => {
    expect(() => removeFile(temporaryFolder(), 'kubernetes/a/b.yaml')).not.toThrow();
  });

  test('that a kill left half written is neither read nor kept', () => {
    const partial = `kubernetes/a/b.yaml${PARTIAL}`;
    const root = temporaryFolder({ [partial]: 'hal', 'kubernetes/a/b.yaml': 'whole' });
    expect([...readTree(root, 'kubernetes')]).toEqual([['kubernetes/a/b.yaml', 'whole']]);
    removePartial(root, 'kubernetes/a');
    expect(listFiles(root, 'kubernetes')).toEqual(['kubernetes/a/b.yaml']);
  });

  test('gets the usual permissions, not those of a secret', () => {
    const root = temporaryFolder();
    replaceFile(root, 'kubernetes/a.yaml', '');
    expect(statSync(join(root, 'kubernetes/a.yaml')).mode & 0o444).toBe(0o444);
  });

  test('in a symbolic link is not followed out of the tree by reading', () => {
    const root = temporaryFolder({ 'outside/x.yaml': 'outside', 'kubernetes/a/b.yaml': '' });
    execFileSync('ln', ['-s', '../../outside', join(root, 'kubernetes/a/link')]);
    expect(listFiles(root, 'kubernetes').filter((path) => path.startsWith('kubernetes/a/link/'))).toEqual([]);
    expect(() => readTree(root, 'kubernetes')).not.toThrow();
  });
});
