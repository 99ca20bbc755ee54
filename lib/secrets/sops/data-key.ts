import { armor, Decrypter, Encrypter } from 'age-encryption';
import { DATA_KEY_BYTES } from './cipher.js';
import { SopsError } from './error.js';
import type { WrappedKey } from './metadata.js';

/**
 * Wraps a data key for every recipient: one armored age file each.
 * @throws SopsError when a recipient is none.
 */
export async function wrapDataKey(
  dataKey: Uint8Array,
  recipients: readonly string[],
  file: string,
): Promise<WrappedKey[]> {
  if (recipients.length === 0) throw new SopsError('SOPS_RECIPIENT', file, 'has no recipient');
  return Promise.all(
    recipients.map(async (recipient) => {
      const encrypter = new Encrypter();
      try {
        encrypter.addRecipient(recipient);
      } catch {
        throw new SopsError('SOPS_RECIPIENT', file, `"${recipient}" is no age recipient`);
      }
      return { recipient, enc: armor.encode(await encrypter.encrypt(dataKey)) };
    }),
  );
}

/**
 * The data key, with the first identity that opens it.
 * @throws SopsError when none does.
 */
export async function unwrapDataKey(
  keys: readonly WrappedKey[],
  identities: readonly string[],
  file: string,
): Promise<Uint8Array> {
  const decrypter = new Decrypter();
  for (const identity of identities) decrypter.addIdentity(identity);
  for (const { enc } of identities.length === 0 ? [] : keys) {
    const dataKey = await tryUnwrap(decrypter, enc);
    if (dataKey !== undefined) return dataKey;
  }
  const names = keys.map(({ recipient }) => recipient).join(', ');
  throw new SopsError('SOPS_NO_IDENTITY', file, `no identity at hand opens it; its recipients are ${names || 'none'}`);
}

async function tryUnwrap(decrypter: Decrypter, enc: string): Promise<Uint8Array | undefined> {
  try {
    const dataKey = await decrypter.decrypt(armor.decode(enc));
    return dataKey.length === DATA_KEY_BYTES ? dataKey : undefined;
  } catch {
    return undefined;
  }
}
