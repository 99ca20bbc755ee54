import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { listFiles } from '../../lib/system/read-tree.js';
import { sayAloud } from './say-aloud.js';

const FOLDERS = ['charts', 'docs', 'imports', 'kubernetes', 'lib', 'test'];

/** Files that Git tracks or would track; without a checkout, those of the project's own folders. */
export function trackedFiles(): readonly string[] {
  try {
    const output = execFileSync('git', ['ls-files', '--cached', '--others', '--exclude-standard'], {
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    return output.split('\n').filter((path) => path !== '' && existsSync(path));
  } catch {
    sayAloud('which files are tracked: no Git checkout, so all of the project’s folders count');
    return FOLDERS.flatMap((folder) => listFiles('.', folder));
  }
}

/** Text of a file; undefined for a binary one. */
export function textOf(path: string): string | undefined {
  const text = readFileSync(path, 'utf8');
  return text.includes('\0') ? undefined : text;
}
