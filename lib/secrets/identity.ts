import { Encrypter, generateX25519Identity, identityToRecipient } from 'age-encryption';

/** An age identity file that cannot be used. Never holds the line itself. */
export class IdentityError extends Error {
  override readonly name = 'IdentityError';
}

/** A new X25519 key pair: `AGE-SECRET-KEY-1…` and `age1…` (S2-01). */
export async function generateKeyPair(): Promise<{ readonly identity: string; readonly recipient: string }> {
  const identity = await generateX25519Identity();
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

/** Whether text is an age recipient that files can be sealed for. */
export function isRecipient(text: string): boolean {
  try {
    new Encrypter().addRecipient(text);
    return true;
  } catch {
    return false;
  }
}
