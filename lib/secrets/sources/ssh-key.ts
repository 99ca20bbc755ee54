import { createPrivateKey, createPublicKey, generateKeyPairSync, type KeyObject } from 'node:crypto';
import type { SshAlgorithm } from '../../model/secret.js';
import type { Random } from '../sops/cipher.js';
import { field, mpint, privateText, publicBlob, publicText } from './ssh-wire.js';

/** Both halves of a key pair as OpenSSH text, each with its final newline. */
export interface SshKeyPair {
  readonly private: string;
  readonly public: string;
}

const ED25519 = 'ssh-ed25519';
const RSA = 'ssh-rsa';
const SEED_BYTES = 32;
// An Ed25519 seed as PKCS #8 (RFC 8410): everything before the seed is constant.
const PKCS8_PREFIX = Buffer.from('302e020100300506032b657004220420', 'hex');
const MODULUS_BITS = { 'rsa-3072': 3072, 'rsa-4096': 4096 } as const;

/**
 * A new key pair (S1-39). A line break in the comment becomes a space. RSA takes a second or so, and its primes come
 * from the system's generator.
 */
export function generateSshKeyPair(comment: string, random: Random, algorithm: SshAlgorithm = 'ed25519'): SshKeyPair {
  const { blob, secret } = algorithm === 'ed25519' ? ed25519(random) : rsa(MODULUS_BITS[algorithm]);
  return { private: privateText(blob, secret, comment, random(4)), public: publicText(blob, comment) };
}

/**
 * The public half of a private key: OpenSSH's own form of any type, or PEM that holds RSA or Ed25519; undefined when it
 * is none of them.
 */
export function publicHalf(text: string, comment: string): string | undefined {
  const blob = publicBlob(text) ?? blobOfPem(text);
  return blob === undefined ? undefined : publicText(blob, comment);
}

/** Public part, and the fields of the private one. */
interface Encoded {
  readonly blob: Buffer;
  readonly secret: Buffer;
}

function ed25519(random: Random): Encoded {
  const seed = Buffer.from(random(SEED_BYTES));
  const key = createPrivateKey({ key: Buffer.concat([PKCS8_PREFIX, seed]), format: 'der', type: 'pkcs8' });
  const blob = ed25519Blob(createPublicKey(key));
  const publicKey = blob.subarray(-SEED_BYTES);
  return { blob, secret: Buffer.concat([blob, field(Buffer.concat([seed, publicKey]))]) };
}

function rsa(modulusLength: number): Encoded {
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength });
  const { n, e, d, qi, p, q } = numbersOf(privateKey);
  return { blob: rsaBlob(createPublicKey(privateKey)), secret: Buffer.concat([field(RSA), n, e, d, qi, p, q]) };
}

function blobOfPem(text: string): Buffer | undefined {
  try {
    const key = createPublicKey(createPrivateKey(text));
    if (key.asymmetricKeyType === 'rsa') return rsaBlob(key);
    return key.asymmetricKeyType === 'ed25519' ? ed25519Blob(key) : undefined;
  } catch {
    // OpenSSL's message may quote what it could not read.
    return undefined;
  }
}

function ed25519Blob(key: KeyObject): Buffer {
  return Buffer.concat([field(ED25519), field(key.export({ format: 'der', type: 'spki' }).subarray(-SEED_BYTES))]);
}

function rsaBlob(key: KeyObject): Buffer {
  const { n, e } = numbersOf(key);
  return Buffer.concat([field(RSA), e, n]);
}

/** The numbers of an RSA key (RFC 7518, section 6.3), as SSH writes them; those of a public key alone are empty. */
function numbersOf(key: KeyObject) {
  const jwk = key.export({ format: 'jwk' });
  const number = (name: 'n' | 'e' | 'd' | 'qi' | 'p' | 'q') => mpint(Buffer.from(jwk[name] ?? '', 'base64url'));
  return { n: number('n'), e: number('e'), d: number('d'), qi: number('qi'), p: number('p'), q: number('q') };
}
