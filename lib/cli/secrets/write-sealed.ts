import { replaceFile } from '../../system/write-tree.js';
import type { ExitCode } from '../io.js';
import type { SecretsHost } from './host.js';

/**
 * Writes files that hold ciphertext, then renders the tree again: pods carry checksums of it, and the committed tree is
 * always what synth gives.
 *
 * @returns the exit code: 1 when the charts cannot be rendered; what was sealed is written all the same.
 */
export function writeSealed(
  host: Pick<SecretsHost, 'root' | 'render'>,
  files: readonly { readonly path: string; readonly content: string }[],
): ExitCode {
  for (const { path, content } of files) replaceFile(host.root, path, content);
  return files.length === 0 ? 0 : host.render();
}
