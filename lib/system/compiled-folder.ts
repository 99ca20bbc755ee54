import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { listFiles } from './read-tree.js';

const FOLDER = 'lib/schemas/compiled';

/** The files of `lib/schemas/compiled/` of the project at `root`, by path within it. */
export async function readCompiled(root: string): Promise<ReadonlyMap<string, string>> {
  const paths = listFiles(root, FOLDER);
  const entries = paths.map(async (path) => {
    return [path.slice(FOLDER.length + 1), await readFile(join(root, path), 'utf8')] as const;
  });
  return new Map(await Promise.all(entries));
}

/** Writes a file of that folder; it is old or new, never partial. */
export async function writeCompiled(root: string, path: string, content: string): Promise<void> {
  const target = join(root, FOLDER, path);
  await mkdir(dirname(target), { recursive: true });
  await writeFile(`${target}.tmp`, content);
  await rename(`${target}.tmp`, target);
}

/** Removes a file of that folder. */
export async function removeCompiled(root: string, path: string): Promise<void> {
  await rm(join(root, FOLDER, path));
}
