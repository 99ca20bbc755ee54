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
  /** Every file below the folder, by path relative to the root. */
  readonly files: ReadonlyMap<string, Buffer>;
  /** Other files of the repository, read when asked for: what the folder's Kustomizations apply may lie beside it. */
  readonly beside: ReadonlyMap<string, () => Buffer>;
  readonly faults: readonly FileFault[];
}

interface FileFault {
  readonly path: string;
  readonly message: string;
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
  const repository = repositoryOf(top);
  const root = repository ?? (top.startsWith(resolve(from) + sep) ? resolve(from) : top);
  const faults: FileFault[] = [];
  const read = walk(root, top, (path, message) => faults.push({ path, message }));
  const files = [...read].map(([path, open]) => [path, open()] as const).sort(([a], [b]) => byCodeUnit(a, b));
  const beside = repository === undefined ? new Map() : walk(root, root, () => undefined, top);
  return { root, folder: pathFrom(root, top), files: new Map(files), beside, faults };
}

/** Files below a folder, not read yet; `except` is a folder that is left out. */
function walk(
  root: string,
  top: string,
  fault: (path: string, message: string) => void,
  except?: string,
): Map<string, () => Buffer> {
  const found = new Map<string, () => Buffer>();
  const pending = [top];
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
    if (next === except) continue;
    const folder = next;
    for (const name of entriesOf(folder, (message) => fault(pathFrom(root, folder), message))) {
      if (NOT_PART_OF_IT.has(name)) continue;
      const path = join(folder, name);
      const shown = pathFrom(root, path);
      try {
        const stat = lstatSync(path);
        const target = stat.isSymbolicLink() ? statSync(path) : stat;
        if (stat.isSymbolicLink() && !realpathSync(path).startsWith(realpathSync(root) + sep)) {
          fault(shown, 'is a link that leads out of the repository');
        } else if (stat.isDirectory()) pending.push(path);
        else if (target.isFile() && target.size > LARGEST_FILE) {
          fault(shown, `has ${Math.round(target.size / 1024 / 1024)} MB, and was not read`);
        } else if (target.isFile()) found.set(shown, opened(path, top === root && except !== undefined));
      } catch (error) {
        const code = (error as NodeJS.ErrnoException).code;
        if (code === 'ENOENT' && !isLink(path)) continue;
        fault(shown, code === 'ENOENT' || code === 'ELOOP' ? 'is a link to nothing' : `cannot be read (${code})`);
      }
    }
  }
  return found;
}

/** Contents, now or when they are asked for. */
function opened(path: string, later: boolean): () => Buffer {
  if (later) return () => readFileSync(path);
  const bytes = readFileSync(path);
  return () => bytes;
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

function repositoryOf(folder: string): string | undefined {
  for (let at = folder; ; at = resolve(at, '..')) {
    if (statSync(join(at, '.git'), { throwIfNoEntry: false }) !== undefined) return at;
    if (resolve(at, '..') === at) return undefined;
  }
}

function pathFrom(root: string, path: string): string {
  return relative(root, path).split(sep).join('/');
}
