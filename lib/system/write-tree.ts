import { mkdirSync, renameSync, rmdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { listFiles, PARTIAL } from './read-tree.js';

/** Writes one file so that a reader, or a kill, sees the old text or the new one, never a part. */
export function replaceFile(root: string, path: string, content: string, knownFolders: Set<string> = new Set()): void {
  const target = join(root, path);
  const folder = dirname(target);
  if (!knownFolders.has(folder)) {
    mkdirSync(folder, { recursive: true });
    knownFolders.add(folder);
  }
  writeFileSync(target + PARTIAL, content);
  renameSync(target + PARTIAL, target);
}

/** Removes one file, and the folders above it that became empty, up to `kubernetes/<cluster>`. */
export function removeFile(root: string, path: string): void {
  rmSync(join(root, path), { force: true });
  for (let folder = dirname(path); folder.split('/').length > 2; folder = dirname(folder)) {
    try {
      rmdirSync(join(root, folder));
    } catch {
      return; // not empty: somebody else's files are in it
    }
  }
}

/** Removes what an interrupted run left half written. */
export function removePartialFiles(root: string, folder: string): void {
  for (const path of listFiles(root, folder)) if (path.endsWith(PARTIAL)) rmSync(join(root, path), { force: true });
}
