import { chmod, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { findTool, projectRoot, toolsFolder } from '../../lib/system/find-tool.js';

let root = '';
const machine = () => join(root, 'machine');

async function program(folder: string, mode = 0o755): Promise<string> {
  const path = join(folder, 'sops');
  await mkdir(folder, { recursive: true });
  await writeFile(path, '');
  await chmod(path, mode);
  return path;
}

beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'find-tool-'));
});
afterEach(() => rm(root, { recursive: true }));

describe('findTool', () => {
  test('prefers what the machine has, in the order of PATH, over what was provided', async () => {
    await program(toolsFolder(root));
    const second = await program(join(root, 'second'));
    const path = [machine(), join(root, 'second')].join(delimiter);
    expect(findTool('sops', { root, path })).toBe(second);
    const first = await program(machine());
    expect(findTool('sops', { root, path })).toBe(first);
  });

  test('falls back to what was provided', async () => {
    const provided = await program(toolsFolder(root));
    expect(findTool('sops', { root, path: machine() })).toBe(provided);
  });

  test('passes over folders, files that cannot be run, and relative entries of PATH', async () => {
    await program(machine(), 0o644);
    await mkdir(join(root, 'folders', 'sops'), { recursive: true });
    const path = [machine(), join(root, 'folders'), '.', ''].join(delimiter);
    expect(findTool('sops', { root, path })).toBeUndefined();
  });
});

describe('projectRoot', () => {
  test('is found from a folder below it', async () => {
    const below = join(root, 'a', 'b');
    await mkdir(below, { recursive: true });
    await writeFile(join(root, 'package.json'), '{}');
    expect(projectRoot(below)).toBe(root);
  });
});
