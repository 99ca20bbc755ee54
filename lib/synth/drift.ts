import type { Changes } from './changes.js';

/** How a file on disk differs from what the charts give. */
export interface Drift {
  readonly path: string;
  readonly state: 'missing' | 'stale' | 'hand-edited';
}

/** Names every file that a synth would touch, and why. */
export function describeDrift(
  changes: Changes,
  onDisk: ReadonlyMap<string, string>,
  wasCommitted: (path: string, content: string) => boolean,
): Drift[] {
  const files = [...changes.write, ...changes.writeLast].map(({ path, content }): Drift => {
    if (!onDisk.has(path)) return { path, state: 'missing' };
    // The charts still give a version that was committed once: so it is the file that was changed, not the charts.
    return { path, state: wasCommitted(path, content) ? 'hand-edited' : 'stale' };
  });
  return [...files, ...changes.remove.map((path): Drift => ({ path, state: 'stale' }))];
}
