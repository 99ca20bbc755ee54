import type { SealedFile } from '../../model/secret.js';
import type { ChangeInput } from '../change/change-plan.js';
import type { SourceSecret } from './source.js';

/** A source and the declared secret that it is for. */
export interface ImportTarget {
  readonly file: SealedFile;
  readonly source: SourceSecret;
}

/** What is imported into one cluster. Holds plaintext: never print, log or write it. */
export interface ImportInput
  extends Pick<ChangeInput, 'cluster' | 'files' | 'texts' | 'rules' | 'identities' | 'now' | 'random' | 'bcryptCost'> {
  /** All of one cluster. */
  readonly targets: readonly ImportTarget[];
  /** Whether values that exist may become others. */
  readonly replace: boolean;
  /** Declared keys by the names that sources have for them. */
  readonly renamed: ReadonlyMap<string, string>;
}
