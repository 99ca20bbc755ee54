import { mkdir, mkdtemp, readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { isAlive } from '../process-mark.js';

function parent(root: string): string {
  return join(root, 'dist', 'tools', 'work');
}

/** A new empty folder, on the file system of the provided tools so that a rename can install from it. */
export async function makeWorkFolder(root: string): Promise<string> {
  await mkdir(parent(root), { recursive: true });
  return mkdtemp(join(parent(root), `${process.pid}-`));
}

/** Removes what processes left behind that are gone; those of other running ones stay. */
export async function removeDeadWorkFolders(root: string): Promise<void> {
  const names = await readdir(parent(root)).catch(() => []);
  const dead = names.filter((name) => !isAlive(Number.parseInt(name, 10)));
  await Promise.all(dead.map((name) => rm(join(parent(root), name), { recursive: true, force: true })));
}
