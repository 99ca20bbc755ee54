import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';

/** The JSON files of a folder of the project at `root`, by name, in the order of their names; none without the folder. */
export async function readJsonFiles(root: string, folder: string): Promise<ReadonlyMap<string, string>> {
  const names = await readdir(join(root, folder)).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return [];
    throw error;
  });
  const entries = names
    .filter((name) => name.endsWith('.json'))
    .sort()
    .map(async (name) => [name, await readFile(join(root, folder, name), 'utf8')] as const);
  return new Map(await Promise.all(entries));
}
