import { accessSync, constants, statfsSync, statSync } from 'node:fs';
import { isAbsolute } from 'node:path';

// f_type of statfs(2) on Linux: tmpfs and ramfs.
const MEMORY_TYPES: ReadonlySet<number> = new Set([0x01021994, 0x858458f6]);
const SHARED_MEMORY = '/dev/shm';

/** Folders that are in memory on most Linux systems, the user's own first. */
export function memoryFolderCandidates(env: Readonly<Record<string, string | undefined>>): string[] {
  const { XDG_RUNTIME_DIR: own = '' } = env;
  return isAbsolute(own) ? [own, SHARED_MEMORY] : [SHARED_MEMORY];
}

/**
 * A folder in which files never reach a disk (but for swap); undefined where the system has none. What it is called is
 * no proof: the type of its file system is.
 */
export function memoryFolder(
  env: Readonly<Record<string, string | undefined>>,
  candidates: readonly string[] = memoryFolderCandidates(env),
): string | undefined {
  return process.platform === 'linux' ? candidates.find(isInMemory) : undefined;
}

function isInMemory(folder: string): boolean {
  try {
    accessSync(folder, constants.W_OK | constants.X_OK);
    return statSync(folder).isDirectory() && MEMORY_TYPES.has(statfsSync(folder).type);
  } catch {
    return false;
  }
}
