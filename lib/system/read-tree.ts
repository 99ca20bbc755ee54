import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { byCodeUnit } from '../model/code-unit-order.js';

/** Suffix of a file that is being written; one that a kill left behind is removed by the next run. */
export const PARTIAL = '.tmp-synth';

/** Every file below a folder of the repository with its text, by path relative to the repository, in path order. */
export function readTree(root: string, folder: string): Map<string, string> {
  const files = new Map<string, string>();
  for (const path of listFiles(root, folder)) {
    if (!path.endsWith(PARTIAL)) files.set(path, readFileSync(join(root, path), 'utf8'));
  }
  return files;
}

/** Paths of all files below a folder, relative to the repository; empty where the folder does not exist. */
export function listFiles(root: string, folder: string): string[] {
  const found: string[] = [];
  const pending = [folder];
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
    for (const entry of entriesOf(join(root, next))) {
      (entry.isDirectory() ? pending : found).push(`${next}/${entry.name}`);
    }
  }
  return found.sort(byCodeUnit);
}

function entriesOf(folder: string) {
  try {
    return readdirSync(folder, { withFileTypes: true });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
    throw error;
  }
}
