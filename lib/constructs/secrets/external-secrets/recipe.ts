import type { SSHKeyProps } from '../../../../imports/generators.external-secrets.io.js';
import type { Alphabet, SecretSource } from '../../../model/secret.js';

type KeyType = NonNullable<SSHKeyProps['spec']['keyType']>;

/** A value that External Secrets makes: its generator, and what becomes of the generator's output. */
export type Recipe =
  | {
      readonly kind: 'Password';
      readonly spec: {
        readonly length: number;
        readonly digits: number;
        readonly symbols: number;
        readonly symbolCharacters?: string;
        readonly noUpper: false;
        readonly allowRepeat: true;
      };
      /** Template of key `password`. @default the generator's output as it is */
      readonly template?: string;
    }
  | {
      readonly kind: 'SSHKey';
      readonly spec: SSHKeyProps['spec'];
    };

/** Sources that External Secrets itself makes. */
export type MadeSource = Extract<
  SecretSource,
  { readonly from: 'generated' | 'random-bytes' | 'ssh-key' | 'matrix-signing-key' }
>;

/** bcrypt looks at no more. */
export const BCRYPT_BYTES = 72;

const SHA512_BYTES = 64;

/** What to generate for a source; a text says why it cannot be. */
export function recipeFor(source: MadeSource): Recipe | string {
  switch (source.from) {
    case 'generated':
      return characters(source.length, source.alphabet);
    case 'random-bytes':
      return bytes(source.bytes, source.encoding === 'hex' ? '' : ' | hexdec | b64enc');
    case 'matrix-signing-key':
      return hashed(
        32,
        `{{ printf "ed25519 a_%s %s\\n" (trunc 4 .password) (.password | sha256sum | hexdec | b64enc | trimSuffix "=") }}`,
      );
    case 'ssh-key': {
      const [keyType, size] = (source.algorithm ?? 'ed25519').split('-');
      const keySize = size === undefined ? {} : { keySize: Number(size) };
      return { kind: 'SSHKey', spec: { keyType: keyType as KeyType, ...keySize, comment: source.comment } };
    }
  }
}

/** Letters and a share of digits as a random text would have; without symbols a value is safe in a URL. */
function characters(length: number, alphabet: Alphabet): Recipe | string {
  switch (alphabet) {
    case 'alphanumeric':
      return password(length, { digits: Math.round((length * 10) / 62), symbols: 0 });
    case 'base64url': {
      const symbols = Math.round((length * 2) / 64);
      return password(length, {
        digits: Math.round((length * 10) / 64),
        symbols,
        ...(symbols === 0 ? {} : { symbolCharacters: '-_' }),
      });
    }
    case 'hex':
      if (length > SHA512_BYTES * 2) return `External Secrets can make no more than ${SHA512_BYTES * 2} hex digits`;
      return hashed(length / 2, `{{ .password | sha512sum | trunc ${length} }}`);
  }
}

function bytes(count: number, encode: string): Recipe | string {
  if (count > SHA512_BYTES) return `External Secrets can make no more than ${SHA512_BYTES} random bytes`;
  return hashed(count, `{{ .password | sha512sum | trunc ${count * 2}${encode} }}`);
}

/**
 * A digest of a password that holds more randomness than the digest: the generator's own encodings only rewrite its
 * letters and digits, which would leave six bits of each byte.
 */
function hashed(count: number, template: string): Recipe {
  const length = Math.max(32, Math.ceil(count * 2));
  return { ...password(length, { digits: Math.round((length * 10) / 62), symbols: 0 }), template };
}

function password(
  length: number,
  counts: { readonly digits: number; readonly symbols: number; readonly symbolCharacters?: string },
): Extract<Recipe, { kind: 'Password' }> {
  return { kind: 'Password', spec: { length, ...counts, noUpper: false, allowRepeat: true } };
}
