import { existsSync, mkdirSync, renameSync, rmdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { listPartial, PARTIAL } from './read-tree.js';

/** A file to be on disk. */
interface NewFile {
  readonly path: string;
  readonly content: string;
}

/** Writes one file so that a reader, or a kill, sees the old text or the new one, never a part. */
export function replaceFile(root: string, path: string, content: string): void {
  const target = join(root, path);
  mkdirSync(dirname(target), { recursive: true });
  writeFileSync(target + PARTIAL, content);
  renameSync(target + PARTIAL, target);
}

/**
 * Writes many files, each of them old or new at any moment. A folder that does not exist yet is written aside and
 * appears whole, by one rename, which is twice as fast as one for each file.
 */
export function writeFiles(root: string, files: readonly NewFile[]): void {
  // What is below a missing folder is missing too.
  const exists: (folder: string) => boolean = memo(
    (folder) => (folder === '.' || exists(dirname(folder))) && existsSync(join(root, folder)),
  );
  const arriving = new Map<string, NewFile[]>();
  for (const file of files) {
    const folder = topmostMissing(dirname(file.path), exists);
    const arrivals = folder === undefined ? undefined : arriving.get(folder);
    if (folder === undefined) replaceFile(root, file.path, file.content);
    else if (arrivals === undefined) arriving.set(folder, [file]);
    else arrivals.push(file);
  }
  for (const [folder, contents] of arriving) writeFolder(root, folder, contents);
}

function writeFolder(root: string, folder: string, files: readonly NewFile[]): void {
  const aside = `${folder}${PARTIAL}`;
  const make: (path: string) => void = memo((path) => {
    if (path !== aside) make(dirname(path));
    mkdirSync(join(root, path));
  });
  for (const { path, content } of files) {
    const target = aside + path.slice(folder.length);
    make(dirname(target));
    writeFileSync(join(root, target), content);
  }
  renameSync(join(root, aside), join(root, folder));
}

/** The outermost folder on the way to a folder that does not exist; undefined where all of them do. */
function topmostMissing(folder: string, exists: (folder: string) => boolean): string | undefined {
  if (exists(folder)) return undefined;
  const parent = dirname(folder);
  return parent === folder ? folder : (topmostMissing(parent, exists) ?? folder);
}

function memo<T>(compute: (key: string) => T): (key: string) => T {
  const known = new Map<string, T>();
  return (key) => {
    if (!known.has(key)) known.set(key, compute(key));
    return known.get(key) as T;
  };
}

/** Removes one file, and the folders above it that became empty, up to `kubernetes/<cluster>`. */
export function removeFile(root: string, path: string): void {
  rmSync(join(root, path), { force: true });
  for (let folder = dirname(path); folder.split('/').length > 2; folder = dirname(folder)) {
    try {
      rmdirSync(join(root, folder));
    } catch {
      return; // not empty: somebody else's files are in it
    }
  }
}

/** Removes what an interrupted run left half written, below a folder or instead of it or of one above it. */
export function removePartial(root: string, folder: string): void {
  const parts = folder.split('/');
  const above = parts.map((_, index) => `${parts.slice(0, index + 1).join('/')}${PARTIAL}`);
  for (const path of [...above, ...listPartial(root, folder)]) {
    rmSync(join(root, path), { recursive: true, force: true });
  }
}
