import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';

/** Git's name for a text. */
export function blobId(content: string): string {
  const bytes = Buffer.from(content);
  return createHash('sha1').update(`blob ${bytes.length}\0`).update(bytes).digest('hex');
}

/**
 * Every version that recent history knows of some files, as blob ids by path; empty outside a Git checkout.
 * Reads at most 200 commits, so that the answer does not slow down with the repository's age.
 */
export function committedVersions(root: string, paths: readonly string[]): Map<string, Set<string>> {
  const versions = new Map<string, Set<string>>();
  if (paths.length === 0) return versions;
  const args = ['log', '-n', '200', '--format=', '--raw', '--no-abbrev', '--no-renames', '--', ...paths];
  const { status, stdout } = spawnSync('git', args, { cwd: root, encoding: 'utf8', maxBuffer: 64 * 1024 * 1024 });
  if (status !== 0) return versions;
  for (const [, before, after, path] of stdout.matchAll(/^:\d+ \d+ ([0-9a-f]{40}) ([0-9a-f]{40}) \w+\t(.+)$/gm)) {
    const known = versions.get(path as string) ?? new Set();
    versions.set(path as string, known.add(before as string).add(after as string));
  }
  return versions;
}
