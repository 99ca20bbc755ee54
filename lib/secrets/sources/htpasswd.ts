import type { Random } from '../sops/cipher.js';
import { hashPassword } from './bcrypt.js';
import { SourceError } from './error.js';

/**
 * One line of an htpasswd file.
 * @throws SourceError when the user's name holds a colon or a line break, or bcrypt cannot take the password.
 */
export function htpasswdLine(user: string, password: string, random: Random, cost: number): string {
  if (/[:\r\n]/.test(user)) throw new SourceError('a user name with a colon or a line break has no place in htpasswd');
  return `${user}:${hashPassword(password, random, cost)}\n`;
}
