import { createPrivateKey, createPublicKey } from 'node:crypto';
import type { Random } from '../sops/cipher.js';
import { decodeBech32, encodeBech32 } from './bech32.js';

const IDENTITY_PREFIX = 'age-secret-key-';
const RECIPIENT_PREFIX = 'age';
const KEY_BYTES = 32;
// An X25519 key as PKCS #8 (RFC 8410): everything before the key is constant.
const PKCS8_PREFIX = Buffer.from('302e020100300506032b656e04220420', 'hex');

/**
 * A new X25519 age key pair as text: the private half is an identity file as Flux reads it from a key that ends in
 * `.agekey` (trap 33), the public half a line with the recipient.
 */
export function generateAgeKeyPair(random: Random): { readonly private: string; readonly public: string } {
  const scalar = Buffer.from(random(KEY_BYTES));
  const recipient = recipientOfScalar(scalar);
  const identity = encodeBech32(IDENTITY_PREFIX, scalar).toUpperCase();
  return { private: `# public key: ${recipient}\n${identity}\n`, public: `${recipient}\n` };
}

/** Line with the recipient of the first identity of a file; undefined when that is no X25519 identity. */
export function recipientOfIdentity(text: string): string | undefined {
  const lines = text.split('\n').map((line) => line.trim());
  const identity = lines.find((line) => line !== '' && !line.startsWith('#')) ?? '';
  const scalar = decodeBech32(IDENTITY_PREFIX, identity);
  return scalar?.length === KEY_BYTES ? `${recipientOfScalar(scalar)}\n` : undefined;
}

function recipientOfScalar(scalar: Uint8Array): string {
  const key = createPrivateKey({ key: Buffer.concat([PKCS8_PREFIX, scalar]), format: 'der', type: 'pkcs8' });
  const spki = createPublicKey(key).export({ format: 'der', type: 'spki' });
  return encodeBech32(RECIPIENT_PREFIX, spki.subarray(-KEY_BYTES));
}
