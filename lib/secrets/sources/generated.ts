import type { Alphabet } from '../../model/secret.js';
import type { Random } from '../sops/cipher.js';

const LETTERS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';
const CHARACTERS: Readonly<Record<Alphabet, string>> = {
  alphanumeric: `${LETTERS}0123456789`,
  hex: '0123456789abcdef',
  base64url: `${LETTERS}0123456789-_`,
};

/** Random characters, each equally likely: bytes beyond the last whole multiple of the alphabet are thrown away. */
export function generateText(length: number, alphabet: Alphabet, random: Random): string {
  const characters = CHARACTERS[alphabet];
  const limit = 256 - (256 % characters.length);
  let text = '';
  while (text.length < length) {
    for (const byte of random(length - text.length)) {
      if (byte < limit) text += characters[byte % characters.length];
    }
  }
  return text;
}
