import { mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
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

/** Writes a file of `imports/`; it is old or new, never partial. */
export async function writeImport(root: string, name: string, content: string): Promise<void> {
  const target = join(root, FOLDER, name);
  await mkdir(join(root, FOLDER), { recursive: true });
  await writeFile(`${target}.tmp`, content);
  await rename(`${target}.tmp`, target);
}

/** Removes a file of `imports/`. */
export async function removeImport(root: string, name: string): Promise<void> {
  await rm(join(root, FOLDER, name));
}
