import { createPrivateKey, createPublicKey, generateKeyPairSync, type KeyObject } from 'node:crypto';
import type { SshAlgorithm } from '../../model/secret.js';
import type { Random } from '../sops/cipher.js';
import { field, privateText, publicBlob, publicText } from './ssh-wire.js';

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
  // Not as a KeyObject: exporting one as JWK waits forever for its own lock when memory is tidied up meanwhile (seen
  // with Node 20).
  const { privateKey } = generateKeyPairSync('rsa', {
    modulusLength,
    privateKeyEncoding: { type: 'pkcs1', format: 'der' },
    publicKeyEncoding: { type: 'pkcs1', format: 'der' },
  });
  const [, n, e, d, p, q, , , qi] = numbersOf(privateKey);
  return { blob: encoded(RSA, e, n), secret: encoded(RSA, n, e, d, qi, p, q) };
}

function blobOfPem(text: string): Buffer | undefined {
  try {
    const key = createPublicKey(createPrivateKey(text));
    if (key.asymmetricKeyType === 'rsa') {
      const [n, e] = numbersOf(key.export({ type: 'pkcs1', format: 'der' }));
      return encoded(RSA, e, n);
    }
    return key.asymmetricKeyType === 'ed25519' ? ed25519Blob(key) : undefined;
  } catch {
    // OpenSSL's message may quote what it could not read.
    return undefined;
  }
}

function ed25519Blob(key: KeyObject): Buffer {
  return Buffer.concat([field(ED25519), field(key.export({ format: 'der', type: 'spki' }).subarray(-SEED_BYTES))]);
}

function encoded(type: string, ...numbers: readonly (Uint8Array | undefined)[]): Buffer {
  return Buffer.concat([type, ...numbers].map((value) => field(value ?? '')));
}

/**
 * The numbers of an RSA key in PKCS #1 (RFC 8017, appendix A.1): a sequence of integers. Those of DER have the same
 * bytes as SSH's.
 */
function numbersOf(der: Buffer): Buffer[] {
  const numbers: Buffer[] = [];
  let { at } = derHeader(der, 0);
  while (at < der.length) {
    const header = derHeader(der, at);
    numbers.push(der.subarray(header.at, header.at + header.length));
    at = header.at + header.length;
  }
  return numbers;
}

/** Where the content of a DER element starts, and its length. */
function derHeader(der: Buffer, start: number): { readonly at: number; readonly length: number } {
  const first = der[start + 1] ?? 0;
  if (first < 0x80) return { at: start + 2, length: first };
  const bytes = first & 0x7f;
  return { at: start + 2 + bytes, length: der.readUIntBE(start + 2, bytes) };
}
