import { armor, Decrypter, Encrypter } from 'age-encryption';
import { InputError } from '../model/error.js';
import { EXAMPLE_RECIPIENT } from '../secrets/recipients/example-recipient.js';
import { isRecipient } from '../secrets/recipients/identity.js';
import { type Backup, formatBackup, parseBackup } from './format.js';

/**
 * A backup as an armored age file (S0-30): every recipient opens it alone, with the real `age` too.
 * @throws InputError when a recipient is none, or nobody could open the file.
 */
export async function encryptBackup(backup: Backup, recipients: readonly string[]): Promise<string> {
  return armor.encode(await encrypterFor(recipients).encrypt(formatBackup(backup)));
}

/** @throws InputError when a recipient is none, or nobody could open a file of theirs. */
export function encrypterFor(recipients: readonly string[]): Encrypter {
  if (recipients.length === 0) throw new InputError('a backup needs a recipient', 'give --age-recipient or --age-key');
  const encrypter = new Encrypter();
  for (const recipient of new Set(recipients)) {
    if (!isRecipient(recipient)) throw new InputError(`"${recipient}" is no age recipient`);
    if (recipient === EXAMPLE_RECIPIENT) {
      throw new InputError(`${recipient} is the published example: nobody has its identity`, 'name one of your own');
    }
    encrypter.addRecipient(recipient);
  }
  return encrypter;
}

/**
 * Opens a backup, armored or binary.
 * @throws InputError when no identity opens it, a byte of it was changed, or it holds no backup.
 */
export async function decryptBackup(bytes: Uint8Array, identities: readonly string[], file: string): Promise<Backup> {
  if (identities.length === 0) throw new InputError(`${file}: is opened by an age identity`, 'name it with --age-key');
  const decrypter = new Decrypter();
  for (const identity of identities) decrypter.addIdentity(identity);
  let text: string;
  try {
    text = await decrypter.decrypt(withoutArmor(bytes), 'text');
  } catch (error) {
    // The library's other messages say no more to a user than that the file is not what age wrote.
    const foreign = error instanceof Error && error.message.startsWith('no identity matched');
    if (foreign) throw new InputError(`${file}: no identity at hand opens it`, 'name the right one with --age-key');
    throw new InputError(`${file}: is no age file, or was changed or cut off after it was written`);
  }
  return parseBackup(text, file);
}

function withoutArmor(bytes: Uint8Array): Uint8Array {
  const text = Buffer.from(bytes).toString('latin1');
  return text.trimStart().startsWith('-----BEGIN AGE') ? armor.decode(text) : bytes;
}
