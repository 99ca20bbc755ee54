/** Every way in which something secret can stand in a file that is committed. */
export type LeakCode =
  /** A Kubernetes Secret with values in clear. */
  | 'leak-secret-manifest'
  /** A private key or an age identity, of whatever form. */
  | 'leak-private-key'
  /** A file that is named like a sealed one, and is not sealed, or only in part. */
  | 'leak-unsealed'
  /** A sealed file whose recipients are not those of its rule. */
  | 'leak-recipients'
  /** A token of a known service, by its form. */
  | 'leak-token'
  /** Text that looks random, or that is called a password. */
  | 'leak-literal'
  /** A hash of a password: whoever has it can guess without limit. */
  | 'leak-password-hash';

/** One place, found by a detector. */
export interface Hit {
  readonly code: LeakCode;
  /** Where it starts in the text. */
  readonly offset: number;
  /** Where it ends; never shown, only used to tell what it covers. */
  readonly end: number;
  /** What it is: never holds any of the text. */
  readonly what: string;
  /** The way out. @default that of the code */
  readonly hint?: string;
}

/** A place where something secret stands. Never holds the secret. */
export interface Leak {
  readonly code: LeakCode;
  /** Relative to the repository. */
  readonly path: string;
  /** From 1. */
  readonly line: number;
  /** From 1, in UTF-16 units. */
  readonly column: number;
  readonly message: string;
  readonly hint: string;
}

/** A leak that somebody allowed where it stands. */
export interface AllowedLeak extends Leak {
  /** Why, in the words of whoever allowed it. */
  readonly reason: string;
}

export interface LeakScan {
  readonly leaks: readonly Leak[];
  readonly allowed: readonly AllowedLeak[];
}

/** What to do about a leak, in general. */
export const WAY_OUT: Readonly<Record<LeakCode, string>> = {
  'leak-secret-manifest':
    'declare the secret and seal it with npm run secrets -- init; change the value if it was pushed',
  'leak-private-key': 'move it out of the repository, and make a new key if it was ever pushed',
  'leak-unsealed': 'seal it before it is committed; change the values if it was pushed',
  'leak-recipients': 'bring it up to .sops.yaml with npm run secrets -- updatekeys',
  'leak-token': 'take it out, and revoke it if it was ever pushed',
  'leak-literal': 'take it out, or say why it is no secret: leak-ok: and a reason, on this line or the one before',
  'leak-password-hash': 'seal it, or say why it may be read: leak-ok: and a reason, on this line or the one before',
};
