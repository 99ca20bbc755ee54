import { createHash } from 'node:crypto';
import { RegistryError } from './error.js';

/** `sha256:…` of some bytes. */
export function sha256(bytes: Uint8Array): string {
  return `sha256:${createHash('sha256').update(bytes).digest('hex')}`;
}

/** @throws RegistryError when bytes are not what they were announced as; `subject` says whose they are. */
export function verifyDigest(bytes: Uint8Array, expected: string, subject: string): void {
  const found = sha256(bytes);
  if (found === expected) return;
  throw new RegistryError(
    'digest-mismatch',
    `${subject}: what arrived has digest ${found}, announced was ${expected}`,
    'it was changed on the way or at its place: do not use it before you know why',
  );
}
