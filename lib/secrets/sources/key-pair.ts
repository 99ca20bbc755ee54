import type { SecretSource } from '../../model/secret.js';
import type { Random } from '../sops/cipher.js';
import { generateAgeKeyPair, recipientOfIdentity } from './age-key.js';
import { SourceError } from './error.js';
import { generateSshKeyPair, publicHalf } from './ssh-key.js';

/** Both halves of a key pair as text, each with its final newline. */
export interface KeyPair {
  readonly private: string;
  readonly public: string;
}

/** A source whose value is one half of a pair. */
export type PairSource = Extract<SecretSource, { half: unknown }>;

export function isPairSource(source: SecretSource): source is PairSource {
  return source.from === 'ssh-key' || source.from === 'age-key';
}

/** Whether two keys of one secret hold halves of the same pair. */
export function isSamePair(one: SecretSource, other: SecretSource): boolean {
  return isPairSource(one) && isPairSource(other) && one.from === other.from && one.pair === other.pair;
}

/** A new pair. */
export function makeKeyPair(source: PairSource, random: Random): KeyPair {
  if (source.from === 'age-key') return generateAgeKeyPair(random);
  return generateSshKeyPair(source.comment, random, source.algorithm);
}

/**
 * The pair of a private half that is kept.
 * @throws SourceError when it is no private key of that kind.
 */
export function keyPairOf(source: PairSource, kept: string): KeyPair {
  const found = source.from === 'age-key' ? recipientOfIdentity(kept) : publicHalf(kept, source.comment);
  const kind = source.from === 'age-key' ? 'X25519 age identity' : 'OpenSSH or PEM private key';
  if (found === undefined) throw new SourceError(`the private half of its pair is no ${kind}`);
  return { private: kept, public: found };
}
