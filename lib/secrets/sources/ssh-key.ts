import { createPrivateKey, createPublicKey } from 'node:crypto';
import type { Random } from '../sops/cipher.js';

/** Both halves of a key pair as OpenSSH text, each with its final newline. */
export interface SshKeyPair {
  readonly private: string;
  readonly public: string;
}

const TYPE = 'ssh-ed25519';
const MAGIC = 'openssh-key-v1\0';
const BEGIN = '-----BEGIN OPENSSH PRIVATE KEY-----';
const END = '-----END OPENSSH PRIVATE KEY-----';
const SEED_BYTES = 32;
// An Ed25519 seed as PKCS #8 (RFC 8410): everything before the seed is constant.
const PKCS8_PREFIX = Buffer.from('302e020100300506032b657004220420', 'hex');
const BLOCK_BYTES = 8;
const LINE_CHARACTERS = 70;

/** A new Ed25519 key pair (S1-39). The comment may hold no line break. */
export function generateSshKeyPair(comment: string, random: Random): SshKeyPair {
  const seed = Buffer.from(random(SEED_BYTES));
  const publicKey = publicKeyOf(seed);
  const blob = Buffer.concat([field(TYPE), field(publicKey)]);
  const check = Buffer.from(random(4));
  const secret = Buffer.concat([
    check,
    check,
    blob,
    field(Buffer.concat([seed, publicKey])),
    field(comment.replaceAll(/[\r\n]/g, ' ')),
  ]);
  const none = field('none');
  const body = [Buffer.from(MAGIC), none, none, field(''), uint32(1), field(blob), field(padded(secret))];
  const text = Buffer.concat(body).toString('base64');
  const lines = text.match(new RegExp(`.{1,${LINE_CHARACTERS}}`, 'g')) ?? [];
  return { private: [BEGIN, ...lines, END, ''].join('\n'), public: publicText(blob, comment) };
}

/** The public half of an OpenSSH private key of any type, which holds it in clear; undefined when it is none. */
export function publicHalf(privateText: string, comment: string): string | undefined {
  const body = /-----BEGIN OPENSSH PRIVATE KEY-----([\sA-Za-z0-9+/=]+)-----END OPENSSH PRIVATE KEY-----/.exec(
    privateText,
  );
  const bytes = Buffer.from(body?.[1] ?? '', 'base64');
  if (bytes.subarray(0, MAGIC.length).toString('latin1') !== MAGIC) return undefined;
  let at = MAGIC.length;
  const next = (): Buffer => {
    if (at + 4 > bytes.length) return Buffer.alloc(0);
    const length = bytes.readUInt32BE(at);
    const value = bytes.subarray(at + 4, at + 4 + length);
    at += 4 + length;
    return value;
  };
  next();
  next();
  next();
  at += 4;
  const blob = next();
  return blob.length < 4 ? undefined : publicText(blob, comment);
}

function publicText(blob: Buffer, comment: string): string {
  const type = blob.subarray(4, 4 + blob.readUInt32BE(0)).toString('latin1');
  return `${[type, blob.toString('base64'), comment.replaceAll(/[\r\n]/g, ' ')].join(' ').trimEnd()}\n`;
}

function publicKeyOf(seed: Buffer): Buffer {
  const key = createPrivateKey({ key: Buffer.concat([PKCS8_PREFIX, seed]), format: 'der', type: 'pkcs8' });
  return createPublicKey(key).export({ format: 'der', type: 'spki' }).subarray(-SEED_BYTES);
}

function uint32(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(value);
  return bytes;
}

function field(value: string | Uint8Array): Buffer {
  const bytes = Buffer.from(value);
  return Buffer.concat([uint32(bytes.length), bytes]);
}

function padded(bytes: Buffer): Buffer {
  const missing = (BLOCK_BYTES - (bytes.length % BLOCK_BYTES)) % BLOCK_BYTES;
  return Buffer.concat([bytes, Buffer.from(Array.from({ length: missing }, (_, index) => index + 1))]);
}
