import type { Random } from '../sops/cipher.js';
import { generateText } from './generated.js';

const SEED_BYTES = 32;
const VERSION_LETTERS = 4;

/**
 * A homeserver's signing key as Synapse writes it: algorithm, version, and the seed in base64 without padding. The
 * version is new with every key, so that other servers never take one key for another.
 */
export function matrixSigningKey(random: Random): string {
  const version = `a_${generateText(VERSION_LETTERS, 'alphanumeric', random)}`;
  const seed = Buffer.from(random(SEED_BYTES)).toString('base64').replace(/=+$/, '');
  return `ed25519 ${version} ${seed}\n`;
}
