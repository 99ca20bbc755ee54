import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { byCodeUnit } from '../model/code-unit-order.js';

/** Suffix of a file or folder that is being written; one that a kill left behind is removed by the next run. */
export const PARTIAL = '.tmp-synth';

/** Every file below a folder of the repository with its text, by path relative to the repository, in path order. */
export function readTree(root: string, folder: string): Map<string, string> {
  return new Map(listFiles(root, folder).map((path) => [path, textOf(join(root, path))]));
}

/** A link to a folder is no file of ours and holds no text; it is left to be found foreign. */
function textOf(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    if (['EISDIR', 'ENOENT'].includes((error as NodeJS.ErrnoException).code ?? '')) return '';
    throw error;
  }
}

/** Paths of all whole files below a folder, relative to the repository; empty where the folder does not exist. */
export function listFiles(root: string, folder: string): string[] {
  return walk(root, folder).files;
}

/** Files and folders below a folder that an interrupted run left half written. */
export function listPartial(root: string, folder: string): string[] {
  return walk(root, folder).partial;
}

/** Folders right below a folder, relative to the repository. */
export function listFolders(root: string, folder: string): string[] {
  const folders = entriesOf(join(root, folder)).filter((entry) => entry.isDirectory() && !entry.name.endsWith(PARTIAL));
  return folders.map(({ name }) => `${folder}/${name}`).sort(byCodeUnit);
}

function walk(root: string, folder: string): { files: string[]; partial: string[] } {
  const files: string[] = [];
  const partial: string[] = [];
  const pending = [folder];
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
    for (const entry of entriesOf(join(root, next))) {
      const path = `${next}/${entry.name}`;
      if (entry.name.endsWith(PARTIAL)) partial.push(path);
      else if (entry.isDirectory()) pending.push(path);
      else files.push(path);
    }
  }
  return { files: files.sort(byCodeUnit), partial };
}

function entriesOf(folder: string) {
  try {
    return readdirSync(folder, { withFileTypes: true });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
    throw error;
  }
}
