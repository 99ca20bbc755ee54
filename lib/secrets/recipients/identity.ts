import { Encrypter, generateHybridIdentity, generateX25519Identity, identityToRecipient } from 'age-encryption';

/** An age identity file that cannot be used. Never holds the line itself. */
export class IdentityError extends Error {
  override readonly name = 'IdentityError';
}

/**
 * Which keys age can make: X25519 (`AGE-SECRET-KEY-1…`, `age1…`), or a hybrid of ML-KEM-768 and X25519 that a future
 * quantum computer does not open either (`AGE-SECRET-KEY-PQ-1…`, `age1pq1…`).
 */
export type KeyKind = 'x25519' | 'post-quantum';

export interface KeyPair {
  readonly identity: string;
  readonly recipient: string;
}

/** A new key pair (S2-01). */
export async function generateKeyPair(kind: KeyKind = 'x25519'): Promise<KeyPair> {
  const identity = await (kind === 'x25519' ? generateX25519Identity() : generateHybridIdentity());
  return { identity, recipient: await identityToRecipient(identity) };
}

/** The public half of an identity. */
export async function recipientOf(identity: string): Promise<string> {
  return identityToRecipient(identity);
}

/** An identity file as `age-keygen` writes it. */
export function formatIdentityFile(identity: string, recipient: string, created: Date): string {
  return `# created: ${created.toISOString()}\n# public key: ${recipient}\n${identity}\n`;
}

/**
 * Identities of a file: one a line, `#` starts a comment.
 * @throws IdentityError naming the line when one is no identity, and the file when it has none.
 */
export async function parseIdentities(text: string, file: string): Promise<string[]> {
  const identities: string[] = [];
  for (const [index, raw] of text.split('\n').entries()) {
    const line = raw.trim();
    if (line === '' || line.startsWith('#')) continue;
    try {
      await identityToRecipient(line);
    } catch {
      throw new IdentityError(`${file}: line ${index + 1} is no age identity`);
    }
    identities.push(line);
  }
  if (identities.length === 0) throw new IdentityError(`${file}: holds no age identity`);
  return identities;
}

/**
 * Whether text is an age recipient that files can be sealed for: X25519 or post-quantum. Those of hardware tokens are
 * not, since Flux could not open the file.
 */
export function isRecipient(text: string): boolean {
  if (!/^age1(?:pq1)?[02-9ac-hj-np-z]+$/.test(text)) return false;
  try {
    new Encrypter().addRecipient(text);
    return true;
  } catch {
    return false;
  }
}
