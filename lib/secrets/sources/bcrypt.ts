import { encodeBase64, hashSync, truncates } from 'bcryptjs';
import type { Random } from '../sops/cipher.js';
import { SourceError } from './error.js';

const SALT_BYTES = 16;

/** Rounds as a power of two; what registries and proxies accept without delay. */
export const BCRYPT_COST = 10;

/**
 * bcrypt hash of a password, in the `$2y$` form that htpasswd writes and every reader takes.
 * @throws SourceError when the password has more than the 72 bytes that bcrypt looks at.
 */
export function hashPassword(password: string, random: Random, cost: number): string {
  if (truncates(password)) throw new SourceError('a password of more than 72 bytes cannot be hashed with bcrypt');
  const salt = encodeBase64(Array.from(random(SALT_BYTES)), SALT_BYTES);
  return hashSync(password, `$2y$${String(cost).padStart(2, '0')}$${salt}`);
}
