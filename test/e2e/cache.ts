import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
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

/**
 * Folder of a piece in the cache, by its pins and the Go version that built it. Without Go, that of any version will do:
 * what is built needs no Go to run.
 */
export function pieceFolder(cache: string, pins: string, go: string | undefined): string | undefined {
  const engines = join(cache, 'engines');
  if (go !== undefined) return join(engines, `${pins}-${go}`);
  const built = existsSync(engines) ? readdirSync(engines).find((name) => name.startsWith(`${pins}-`)) : undefined;
  return built === undefined ? undefined : join(engines, built);
}
