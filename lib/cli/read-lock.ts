import { join } from 'node:path';
import { parseLock } from '../flux/lock/parse-lock.js';
import { LOCK_FILE, type Lock } from '../model/lock.js';
import { readFileIfPresent } from '../system/read-file.js';

/**
 * The lock in a folder; undefined where there is none. What judges values by schemas is loaded only for a lock that
 * has some.
 * @throws InputError for a lock that cannot be read.
 */
export async function readLock(root: string): Promise<Lock | undefined> {
  const text = readFileIfPresent(join(root, LOCK_FILE));
  if (text === undefined) return undefined;
  const lock = parseLock(text, LOCK_FILE);
  const hasSchemas = [...lock.charts.values()].some(({ schemas }) => Object.keys(schemas).length > 0);
  if (!hasSchemas) return lock;
  const { judgeValues } = await import('../flux/chart/judge-values.js');
  return { ...lock, judge: judgeValues };
}
