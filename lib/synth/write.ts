import { removeFile, removePartial, writeFiles } from '../system/write-tree.js';
import type { Changes } from './changes.js';

/** Puts a plan on disk, file by file. Only called when no cluster has an error. */
export function write(root: string, cluster: string, { write: first, remove, writeLast }: Changes): void {
  for (const folder of [`kubernetes/${cluster}`, 'docs/clusters']) removePartial(root, folder);
  writeFiles(root, first);
  for (const path of remove) removeFile(root, path);
  writeFiles(root, writeLast);
}
