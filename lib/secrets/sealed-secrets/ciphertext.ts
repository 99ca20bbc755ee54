import { constants, createCipheriv, type KeyObject, publicEncrypt } from 'node:crypto';
import type { Random } from '../sops/cipher.js';

const SESSION_KEY_BYTES = 32;
const LENGTH_BYTES = 2;
const TAG_BYTES = 16;
/** Of the shortest and the longest RSA key that anybody uses: the RSA part is as long as the key. */
const MODULUS_BYTES = { least: 256, most: 2048 };
// A session key seals one value only, so the controller needs no nonce.
const NONCE = Buffer.alloc(12);

/**
 * What binds a value to its SealedSecret in strict scope: it opens nowhere else, not even after a rename (trap 87).
 */
export function strictLabel({ namespace, name }: { readonly namespace: string; readonly name: string }): string {
  return `${namespace}/${name}`;
}

/**
 * Seals one value in the controller's own format: length of the RSA part, the session key by RSA-OAEP, the value by
 * AES-256-GCM; base64.
 */
export function sealForController(value: string, publicKey: KeyObject, label: string, random: Random): string {
  const sessionKey = Buffer.from(random(SESSION_KEY_BYTES));
  const wrapped = publicEncrypt(
    {
      key: publicKey,
      padding: constants.RSA_PKCS1_OAEP_PADDING,
      oaepHash: 'sha256',
      oaepLabel: Buffer.from(label, 'utf8'),
    },
    sessionKey,
  );
  const cipher = createCipheriv('aes-256-gcm', sessionKey, NONCE);
  const body = Buffer.concat([cipher.update(value, 'utf8'), cipher.final(), cipher.getAuthTag()]);
  const length = Buffer.alloc(LENGTH_BYTES);
  length.writeUInt16BE(wrapped.length);
  return Buffer.concat([length, wrapped, body]).toString('base64');
}

/** Whether text can be a value that somebody sealed: a whole ciphertext, not one that is cut off or was never sealed. */
export function isSealedForController(text: string): boolean {
  if (text.length % 4 !== 0 || !/^[A-Za-z0-9+/]+={0,2}$/.test(text)) return false;
  const bytes = Buffer.from(text, 'base64');
  if (bytes.length < LENGTH_BYTES) return false;
  const wrapped = bytes.readUInt16BE(0);
  const { least, most } = MODULUS_BYTES;
  return wrapped >= least && wrapped <= most && bytes.length >= LENGTH_BYTES + wrapped + TAG_BYTES;
}

/** Bytes of plaintext behind a sealed value; undefined when it is none. */
export function sealedForControllerLength(text: string): number | undefined {
  if (!isSealedForController(text)) return undefined;
  const bytes = Buffer.from(text, 'base64');
  return bytes.length - LENGTH_BYTES - bytes.readUInt16BE(0) - TAG_BYTES;
}
