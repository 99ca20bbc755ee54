import { lstatSync, readdirSync, readFileSync, realpathSync, statSync } from 'node:fs';
import { join, relative, resolve, sep } from 'node:path';
import { byCodeUnit } from '../model/code-unit-order.js';
import { InputError } from '../model/error.js';

/** Files of a folder that anybody may have made, and what could not be read. */
export interface FolderFiles {
  /** Root of the repository: the nearest folder above that has `.git`, else where the command runs, if that is above. */
  readonly root: string;
  /** The folder, relative to that; empty where it is the root. */
  readonly folder: string;
  readonly files: ReadonlyMap<string, Buffer>;
  readonly faults: readonly { readonly path: string; readonly message: string }[];
}

/** A file that is larger, in bytes, is no manifest. */
const LARGEST_FILE = 16 * 1024 * 1024;
const NOT_PART_OF_IT = new Set(['.git', 'node_modules']);

/**
 * Reads every file below a folder. `from` is where the command runs, which relative paths start from. Files that
 * vanish meanwhile are left out; links that lead out are faults.
 *
 * @throws InputError where there is no such folder.
 */
export function readFolder(folder: string, from: string): FolderFiles {
  const top = resolve(from, folder);
  if (!statSync(top, { throwIfNoEntry: false })?.isDirectory()) {
    throw new InputError(`there is no folder "${folder}"`, 'name the folder that holds the manifests');
  }
  const root = repositoryOf(top, resolve(from));
  const files = new Map<string, Buffer>();
  const faults: { path: string; message: string }[] = [];
  const pending = [top];
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
    for (const name of entriesOf(next, (message) => faults.push({ path: pathFrom(root, next as string), message }))) {
      if (NOT_PART_OF_IT.has(name)) continue;
      const path = join(next, name);
      const shown = pathFrom(root, path);
      try {
        const stat = lstatSync(path);
        const inside = !stat.isSymbolicLink() || realpathSync(path).startsWith(realpathSync(root) + sep);
        const target = stat.isSymbolicLink() ? statSync(path) : stat;
        if (!inside) faults.push({ path: shown, message: 'is a link that leads out of the repository' });
        else if (stat.isDirectory()) pending.push(path);
        else if (target.isFile() && target.size > LARGEST_FILE) {
          faults.push({ path: shown, message: `has ${Math.round(target.size / 1024 / 1024)} MB, and was not read` });
        } else if (target.isFile()) files.set(shown, readFileSync(path));
      } catch (error) {
        const code = (error as NodeJS.ErrnoException).code;
        if (code === 'ENOENT' && !isLink(path)) continue;
        const message = code === 'ENOENT' || code === 'ELOOP' ? 'is a link to nothing' : `cannot be read (${code})`;
        faults.push({ path: shown, message });
      }
    }
  }
  return {
    root,
    folder: pathFrom(root, top),
    files: new Map([...files].sort(([a], [b]) => byCodeUnit(a, b))),
    faults,
  };
}

function entriesOf(folder: string, fault: (message: string) => void): string[] {
  try {
    return readdirSync(folder);
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code;
    if (code !== 'ENOENT') fault(`cannot be read (${code})`);
    return [];
  }
}

function isLink(path: string): boolean {
  return lstatSync(path, { throwIfNoEntry: false })?.isSymbolicLink() === true;
}

function repositoryOf(folder: string, from: string): string {
  for (let at = folder; ; at = resolve(at, '..')) {
    if (statSync(join(at, '.git'), { throwIfNoEntry: false }) !== undefined) return at;
    if (resolve(at, '..') === at) return folder.startsWith(from + sep) ? from : folder;
  }
}

function pathFrom(root: string, path: string): string {
  return relative(root, path).split(sep).join('/');
}
