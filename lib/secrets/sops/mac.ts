import { createHash } from 'node:crypto';
import type { SopsValue } from './value.js';

const ONLY_ENCRYPTED_START = createHash('sha256').update('sops').digest();

/**
 * SOPS' hash over the plaintext of a file: values in document order over all documents, without comments, nulls and
 * keys. Upper-case hex.
 */
export class MacHash {
  private readonly hash = createHash('sha512');

  constructor(private readonly onlyEncrypted: boolean) {
    if (onlyEncrypted) this.hash.update(ONLY_ENCRYPTED_START);
  }

  add(value: SopsValue, sealed: boolean): void {
    if (sealed || !this.onlyEncrypted) this.hash.update(value.bytes);
  }

  digest(): string {
    return this.hash.digest('hex').toUpperCase();
  }
}
