import { spawnSync } from 'node:child_process';
import { lstatSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { byCodeUnit } from '../model/code-unit-order.js';
import { InputError } from '../model/error.js';

/** Contents of a file, or why there are none to look at. */
export type FileContents = { readonly bytes: Buffer } | { readonly text: string } | { readonly tooLarge: number };

/** A file that Git has, will have, or may have. */
export interface ProjectFile {
  /** Relative to the repository, with `/`. */
  readonly path: string;
  /** Undefined where it is gone, or no file: a link, a folder of another repository. */
  read(): FileContents | undefined;
}

/** A file that is larger, in bytes, is not read. */
const LARGEST_FILE = 16 * 1024 * 1024;
const NOT_OURS = new Set(['.git', 'node_modules', 'dist', 'coverage']);

/**
 * Files of the working tree that Git tracks, or would with the next `git add`. Without Git all that is on disk, but for
 * what other tools made.
 */
export function projectFiles(root: string): ProjectFile[] {
  const listed = git(root, ['ls-files', '-z', '--cached', '--others', '--exclude-standard', '--deduplicate']);
  const paths = listed === undefined ? pathsOnDisk(root) : splitAtNul(listed);
  return paths.sort(byCodeUnit).map((path) => ({ path, read: () => readOnDisk(join(root, path)) }));
}

/** True where a text is surely what the file's bytes say; an empty one may stand for a link or a folder. */
function isPlain(text: string): boolean {
  if (text === '' || text.length > LARGEST_FILE / 4) return false;
  return !text.includes('\0') && !text.includes('\uFFFD');
}

/** Files as they are staged, whatever became of them in the working tree. @throws InputError without Git. */
export function stagedFiles(root: string): ProjectFile[] {
  const args = ['diff', '--cached', '--raw', '-z', '--no-abbrev', '--no-renames', '--relative', '--diff-filter=ACMT'];
  const changed = git(root, args);
  if (changed === undefined) throw new InputError('there is no Git repository to look for staged files in');
  const entries = [...changed.toString('utf8').matchAll(/:\d+ (\d+) [0-9a-f]+ ([0-9a-f]+) \w\0([^\0]+)\0/g)];
  const blobs = entries.filter(([, mode]) => mode !== '160000').map(([, , id, path]) => ({ id, path }) as const);
  const contents = readBlobs(root, [...new Set(blobs.map(({ id }) => id as string))]);
  return blobs.map(({ id, path }) => ({ path: path as string, read: () => contents.get(id as string) }));
}

/** Text of a file as it is staged, or as the last commit has it. */
export function stagedText(root: string, path: string): string | undefined {
  return git(root, ['cat-file', 'blob', `:./${path}`])?.toString('utf8');
}

function readBlobs(root: string, ids: readonly string[]): Map<string, FileContents> {
  const contents = new Map<string, FileContents>();
  const sizes = git(root, ['cat-file', '--batch-check=%(objectname) %(objectsize)'], ids)?.toString('latin1') ?? '';
  const small: string[] = [];
  for (const [, id = '', size] of sizes.matchAll(/^([0-9a-f]+) (\d+)$/gm)) {
    if (Number(size) > LARGEST_FILE) contents.set(id, { tooLarge: Number(size) });
    else small.push(id);
  }
  const output = git(root, ['cat-file', '--batch=%(objectname) %(objectsize)'], small) ?? Buffer.alloc(0);
  for (let at = 0; at < output.length; ) {
    const end = output.indexOf(10, at);
    const [id = '', size] = output.toString('latin1', at, end).split(' ');
    contents.set(id, { bytes: output.subarray(end + 1, end + 1 + Number(size)) });
    at = end + 1 + Number(size) + 1;
  }
  return contents;
}

/** What Git prints; undefined where there is no repository, or no Git. */
function git(root: string, args: readonly string[], lines: readonly string[] = []): Buffer | undefined {
  const { status, stdout } = spawnSync('git', [...args], {
    cwd: root,
    input: lines.map((line) => `${line}\n`).join(''),
    maxBuffer: Number.POSITIVE_INFINITY,
  });
  return status === 0 ? stdout : undefined;
}

function splitAtNul(list: Buffer): string[] {
  return list
    .toString('utf8')
    .split('\0')
    .filter((path) => path !== '');
}

function pathsOnDisk(root: string, folder = ''): string[] {
  return readdirSync(join(root, folder), { withFileTypes: true }).flatMap((entry) => {
    const path = folder === '' ? entry.name : `${folder}/${entry.name}`;
    if (NOT_OURS.has(entry.name)) return [];
    return entry.isDirectory() ? pathsOnDisk(root, path) : [path];
  });
}

function readOnDisk(path: string): FileContents | undefined {
  try {
    const stat = lstatSync(path);
    if (!stat.isFile()) return undefined;
    if (stat.size > LARGEST_FILE) return { tooLarge: stat.size };
    // Node reads text faster than bytes, and nearly every file is text.
    const text = readFileSync(path, 'utf8');
    return isPlain(text) ? { text } : { bytes: readFileSync(path) };
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}
