import { createCipheriv, createDecipheriv } from 'node:crypto';
import { isSopsType, type SopsValue } from './value.js';

/** Source of random bytes; injected, so that this folder stays pure. */
export type Random = (bytes: number) => Uint8Array;

export const DATA_KEY_BYTES = 32;
const IV_BYTES = 32;
const TAG_BYTES = 16;
const ALGORITHM = 'aes-256-gcm';
const SEALED = /^ENC\[AES256_GCM,data:([^,]+),iv:([^,]+),tag:([^,]+),type:([a-z]+)\]$/;

const WRITTEN =
  /^ENC\[AES256_GCM,data:[A-Za-z0-9+/]+={0,2},iv:[A-Za-z0-9+/]{16,}={0,2},tag:[A-Za-z0-9+/]{22}==,type:(?:str|int|float|bool|bytes|time|comment)\]$/;

/** Whether text has the form of a sealed value, base64 and lengths included: a password in such brackets has not. */
export function isSealedText(text: string): boolean {
  return text.startsWith('ENC[') && WRITTEN.test(text);
}

/** Bytes of plaintext behind a sealed value: the cipher hides what it says, not how long it is. */
export function sealedLength(text: string): number | undefined {
  const data = SEALED.exec(text)?.[1];
  return data === undefined ? undefined : Buffer.from(data, 'base64').length;
}

/** Seals one value; `context` is authenticated but not stored. Nothing to hide in empty text: SOPS leaves it as it is. */
export function sealValue(value: SopsValue, dataKey: Uint8Array, context: string, random: Random): string {
  if (value.bytes.length === 0) return '';
  const iv = random(IV_BYTES);
  const cipher = createCipheriv(ALGORITHM, dataKey, iv, { authTagLength: TAG_BYTES });
  cipher.setAAD(Buffer.from(context, 'utf8'));
  const data = Buffer.concat([cipher.update(value.bytes), cipher.final()]);
  const parts = [data, iv, cipher.getAuthTag()].map((part) => Buffer.from(part).toString('base64'));
  return `ENC[AES256_GCM,data:${parts[0]},iv:${parts[1]},tag:${parts[2]},type:${value.type}]`;
}

/** Opens one value; undefined when it is not sealed, or not with this key and context. */
export function openValue(text: string, dataKey: Uint8Array, context: string): SopsValue | undefined {
  if (text === '') return { type: 'str', bytes: new Uint8Array() };
  const [, data64 = '', iv64 = '', tag64 = '', type = ''] = SEALED.exec(text) ?? [];
  const [data, iv, tag] = [decode(data64), decode(iv64), decode(tag64)];
  if (data === undefined || iv === undefined || tag?.length !== TAG_BYTES || !isSopsType(type)) return undefined;
  try {
    const decipher = createDecipheriv(ALGORITHM, dataKey, iv, { authTagLength: TAG_BYTES });
    decipher.setAAD(Buffer.from(context, 'utf8'));
    decipher.setAuthTag(tag);
    return { type, bytes: Buffer.concat([decipher.update(data), decipher.final()]) };
  } catch {
    return undefined;
  }
}

/** Strict base64: Node skips what it does not know, which would let a changed byte pass. */
function decode(text: string): Buffer | undefined {
  const bytes = Buffer.from(text, 'base64');
  return text !== '' && bytes.toString('base64') === text ? bytes : undefined;
}
