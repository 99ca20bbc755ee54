import type { Finding } from '../../model/finding.js';
import type { SealedFile, SecretKeyRef } from '../../model/secret.js';
import type { CreationRule } from '../recipients/creation-rules.js';
import type { Random } from '../sops/cipher.js';

/** What is to change in the secrets of one cluster. Holds plaintext: never print, log or write it. */
export interface ChangeInput {
  readonly cluster: string;
  /** Every file of the cluster. */
  readonly files: readonly SealedFile[];
  /** What is on disk, by path: the files, and the certificates that SealedSecrets are sealed for. */
  readonly texts: ReadonlyMap<string, string>;
  readonly rules: readonly CreationRule[];
  /** age identities at hand. */
  readonly identities: readonly string[];
  readonly now: Date;
  readonly random: Random;
  /** Rounds of bcrypt as a power of two. @default BCRYPT_COST */
  readonly bcryptCost?: number;
  /** Values that the owner sets, by `keyId`. @default none */
  readonly set?: ReadonlyMap<string, string>;
  /** Secrets (`secretId`) without a file that get one, whole. @default none: that is for `init` */
  readonly created?: ReadonlySet<string>;
  /** Keys (`keyId`) whose source makes a new value. @default none */
  readonly renewed?: ReadonlySet<string>;
  /** New values of `renewed` keys that are asked for. @default there are none */
  readonly answer?: (ref: SecretKeyRef) => string | undefined;
  /** How a missing answer can be given, for the hint. @default no hint */
  readonly howToAnswer?: (ref: SecretKeyRef) => string;
  /** Secrets (`secretId`) whose files get a new data key and the recipients of their rule. @default none */
  readonly rekeyed?: ReadonlySet<string>;
  /** Plaintext that the owner edited, by path; its values are in `set`. @default as it is sealed */
  readonly edited?: ReadonlyMap<string, string>;
}

/** A file with new ciphertext. */
export interface ChangedFile {
  readonly path: string;
  readonly content: string;
  /** `<namespace>/<name>`. */
  readonly secret: string;
  /** Keys that have another value now, in the order of the declaration. */
  readonly keys: readonly string[];
  /** Whether it has a new data key. */
  readonly rekeyed: boolean;
  /** Whether there was no file. @default there was one */
  readonly created?: true;
}

export interface ChangePlan {
  /** Empty when a finding is an error: all that belongs together changes, or nothing does. */
  readonly write: readonly ChangedFile[];
  readonly findings: readonly Finding[];
}
