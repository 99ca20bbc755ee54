import { createHash } from 'node:crypto';

/** A Receiver, and the token in its Secret, byte for byte: a newline at its end is part of it. */
export interface WebhookReceiver {
  readonly token: string;
  readonly name: string;
  readonly namespace: string;
}

/**
 * Where a Receiver listens: `/hook/` and the SHA-256 of token, name and namespace without separators. Renaming the
 * Receiver or changing its token changes the URL that Git's host has to call (S1-08, trap 1).
 */
export function webhookPath({ token, name, namespace }: WebhookReceiver): string {
  return `/hook/${createHash('sha256').update(`${token}${name}${namespace}`).digest('hex')}`;
}
