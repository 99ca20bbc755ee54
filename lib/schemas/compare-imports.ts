import { by } from '../model/code-unit-order.js';
import { GENERATED, type ImportFile } from './generate-imports.js';

/** A file of `imports/` that is not what generation gives. */
export interface StaleImport {
  readonly path: string;
  /** superfluous: generated once, but no package has the group any more. */
  readonly state: 'missing' | 'outdated' | 'superfluous';
}

/**
 * How the files present differ from the generated ones. Files that were not generated, which `marker` does not start,
 * are left out.
 */
export function compareImports(
  generated: readonly ImportFile[],
  present: ReadonlyMap<string, string>,
  marker: string = GENERATED,
): readonly StaleImport[] {
  const wanted = new Map(generated.map(({ path, content }) => [path, content]));
  const stale: StaleImport[] = [];
  for (const [path, content] of wanted) {
    const text = present.get(path);
    if (text !== content) stale.push({ path, state: text === undefined ? 'missing' : 'outdated' });
  }
  for (const [path, content] of present) {
    if (!wanted.has(path) && content.startsWith(marker)) stale.push({ path, state: 'superfluous' });
  }
  return stale.sort(by(({ path }) => path));
}
