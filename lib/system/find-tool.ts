import { accessSync, constants, existsSync, statSync } from 'node:fs';
import { delimiter, dirname, isAbsolute, join } from 'node:path';

export interface FindToolOptions {
  /** Folder of the project's package.json. @default the nearest folder at or above the current one that has one */
  readonly root?: string;
  /** Folders to search first, as the PATH variable lists them. @default PATH of this process */
  readonly path?: string;
}

/** Where `npm run tools` puts its binaries: a cache that Git ignores. */
export function toolsFolder(root: string): string {
  return join(root, 'dist', 'tools', 'bin');
}

/** The nearest folder at or above `folder` that has a package.json; `folder` itself when there is none. */
export function projectRoot(folder: string = process.cwd()): string {
  for (let at = folder; ; at = dirname(at)) {
    if (existsSync(join(at, 'package.json'))) return at;
    if (dirname(at) === at) return folder;
  }
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return statSync(path).isFile();
  } catch {
    return false;
  }
}

/** Absolute path of a program in the folders of `path`; relative entries are passed over. */
export function findInPath(name: string, path: string = process.env.PATH ?? ''): string | undefined {
  return path
    .split(delimiter)
    .filter(isAbsolute)
    .map((folder) => join(folder, name))
    .find(isExecutable);
}

/**
 * Absolute path of an external tool: one that the machine has comes first, then one that `npm run tools` provided.
 *
 * @returns undefined when there is neither; the caller decides whether that is an error or a skipped check.
 */
export function findTool(name: string, options: FindToolOptions = {}): string | undefined {
  const onMachine = findInPath(name, options.path);
  if (onMachine !== undefined) return onMachine;
  const provided = join(toolsFolder(options.root ?? projectRoot()), name);
  return isExecutable(provided) ? provided : undefined;
}
