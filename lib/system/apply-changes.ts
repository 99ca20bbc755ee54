import { randomBytes } from 'node:crypto';
import { mkdir, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { PARTIAL } from './read-tree.js';

/** A file to be on disk; without content, one that is to go. */
interface FileChange {
  readonly path: string;
  readonly content?: string;
}

/**
 * Changes files of the project at `root`. All of them are first written beside their targets, so that a full disk or a
 * missing permission changes nothing; then each appears whole, and the removals come last.
 */
export async function applyChanges(root: string, changes: readonly FileChange[]): Promise<void> {
  const suffix = `.${randomBytes(6).toString('hex')}${PARTIAL}`;
  const written = changes.filter(({ content }) => content !== undefined).map(({ path }) => join(root, path));
  try {
    for (const { path, content } of changes) {
      if (content === undefined) continue;
      await mkdir(dirname(join(root, path)), { recursive: true });
      await writeFile(join(root, path) + suffix, content);
    }
    for (const path of written) await rename(path + suffix, path);
  } catch (error) {
    for (const path of written) await rm(path + suffix, { force: true });
    throw error;
  }
  for (const { path, content } of changes) if (content === undefined) await rm(join(root, path), { force: true });
}
