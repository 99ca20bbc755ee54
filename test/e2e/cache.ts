import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';

/** Outside the repository: what is built once serves every clone. */
export function cacheFolder(env: NodeJS.ProcessEnv): string {
  return join(env.XDG_CACHE_HOME || join(homedir(), '.cache'), 'homelab-gitops');
}

/** Name of what files and settings pin: the same pins give the same name, other ones another. */
export function pinsOf(paths: readonly string[], settings: object = {}): string {
  const hash = createHash('sha256').update(JSON.stringify(settings));
  for (const path of paths) hash.update(readFileSync(path)).update('\0');
  return hash.digest('hex').slice(0, 16);
}

/** Folder of a piece in the cache, by its pins: what is built needs no Go to run, and another Go need not build it again. */
export function pieceFolder(cache: string, pins: string): string {
  return join(cache, 'engines', pins);
}
