import { SopsError } from './error.js';
import { goRegex } from './go-regex.js';

/** Which values a file seals. SOPS allows one of these at a time. */
export type SelectionKind = 'encrypted_regex' | 'unencrypted_regex' | 'encrypted_suffix' | 'unencrypted_suffix';

export interface Selection {
  readonly kind: SelectionKind;
  readonly pattern: string;
}

export const SELECTION_KINDS: readonly SelectionKind[] = [
  'encrypted_regex',
  'unencrypted_regex',
  'encrypted_suffix',
  'unencrypted_suffix',
];

/** What Flux needs: names in clear, values sealed (S2-03, S2-08). */
export const KUBERNETES_SELECTION: Selection = { kind: 'encrypted_regex', pattern: '^(data|stringData)$' };

/** What SOPS does when nothing is configured. */
export const DEFAULT_SELECTION: Selection = { kind: 'unencrypted_suffix', pattern: '_unencrypted' };

/**
 * Whether the value at a path is sealed. Any element of the path decides; sequence indices are none.
 * @throws SopsError when the pattern is no regular expression, or not one that means the same here as in SOPS.
 */
export function selector({ kind, pattern }: Selection, file: string): (path: readonly string[]) => boolean {
  if (kind.endsWith('_suffix')) {
    const sealed = kind === 'encrypted_suffix';
    return (path) => path.some((key) => key.endsWith(pattern)) === sealed;
  }
  const regex = goRegex(pattern);
  if (regex === undefined) {
    throw new SopsError('SOPS_UNSUPPORTED', file, `${kind} is no regular expression that can be relied on`);
  }
  const sealed = kind === 'encrypted_regex';
  return (path) => path.some((key) => regex.test(key)) === sealed;
}
