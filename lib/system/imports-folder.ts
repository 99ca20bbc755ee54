import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';

const FOLDER = 'imports';

/** The TypeScript files of `imports/` of the project at `root`, by name; none when there is no such folder. */
export async function readImports(root: string): Promise<ReadonlyMap<string, string>> {
  const folder = join(root, FOLDER);
  const names = await readdir(folder).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return [];
    throw error;
  });
  const entries = names
    .filter((name) => name.endsWith('.ts'))
    .map(async (name) => [name, await readFile(join(folder, name), 'utf8')] as const);
  return new Map(await Promise.all(entries));
}
