import { removeFile, removePartialFiles, replaceFile } from '../system/write-tree.js';
import type { Changes } from './changes.js';

/** Puts a plan on disk, file by file. Only called when no cluster has an error. */
export function write(root: string, cluster: string, { write: first, remove, writeLast }: Changes): void {
  const knownFolders = new Set<string>();
  removePartialFiles(root, `kubernetes/${cluster}`);
  for (const { path, content } of first) replaceFile(root, path, content, knownFolders);
  for (const path of remove) removeFile(root, path);
  for (const { path, content } of writeLast) replaceFile(root, path, content);
}
