import { isSealedText } from './cipher.js';

/** Bytes of a nonce as SOPS makes it. */
const IV_BYTES = 32;
const PARTS = /^ENC\[AES256_GCM,data:([^,]+),iv:([^,]+),tag:[^,]+,type:([a-z]+)\]$/;

/** What a sealed value shows without any key. */
export interface SealedParts {
  /** Length of the plaintext in bytes: the cipher hides what it says, not how long it is. */
  readonly bytes: number;
  /** Nonce, as it is written. No two values may share one. */
  readonly iv: string;
  /** SOPS type of the plaintext. */
  readonly type: string;
}

/** Parts of a sealed value; undefined when SOPS cannot have written it. */
export function sealedParts(text: string): SealedParts | undefined {
  const [, data = '', iv = '', type = ''] = (isSealedText(text) ? PARTS.exec(text) : null) ?? [];
  return iv === '' || bytesOf(iv) !== IV_BYTES ? undefined : { bytes: bytesOf(data), iv, type };
}

/** Length of what base64 stands for. */
function bytesOf(base64: string): number {
  const padding = base64.endsWith('==') ? 2 : base64.endsWith('=') ? 1 : 0;
  return (base64.length / 4) * 3 - padding;
}
