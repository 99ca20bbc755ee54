import type { Alphabet, SecretKey, SecretKeyRef, SecretOperand, SshAlgorithm, ValueSchema } from '../model/secret.js';

/** Where the value of a secret's key comes from. One function per way; nothing here is a value itself. */

/** What a value that is made once may say about a second one. */
interface MadeOnce {
  /** What else must change by hand with the value, or what is lost with the old one (trap 46). @default nothing */
  readonly rotation?: string;
}

/** Random characters, made once. `length` counts characters. */
export function generated(options: { readonly length: number; readonly alphabet?: Alphabet } & MadeOnce): SecretKey {
  const { length, alphabet = 'alphanumeric' } = options;
  return { source: { from: 'generated', length, alphabet }, ...rotationOf(options) };
}

/** Random bytes as base64 with padding, as `openssl rand -base64` writes them, or as hex; made once. */
export function randomBytes(
  options: { readonly bytes: number; readonly encoding?: 'base64' | 'hex' } & MadeOnce,
): SecretKey {
  const { bytes, encoding = 'base64' } = options;
  return { source: { from: 'random-bytes', bytes, encoding }, ...rotationOf(options) };
}

/**
 * Both halves of an SSH key pair as OpenSSH text; the public one follows from a private one that is kept. Ed25519 is
 * the default: short, and every Git server takes it. RSA, at least 3072 bits, is for those that take nothing else.
 */
export function sshKeyPair(
  options: { readonly comment: string; readonly algorithm?: SshAlgorithm } & MadeOnce,
): Record<'private' | 'public', SecretKey> {
  const { comment, algorithm = 'ed25519' } = options;
  const half = (name: 'private' | 'public'): SecretKey => {
    return { source: { from: 'ssh-key', pair: 'key', half: name, comment, algorithm } };
  };
  return { private: { ...half('private'), ...rotationOf(options) }, public: half('public') };
}

/** Both halves of an age key pair: identity (as a file that Flux and sops read) and recipient. */
export function ageKeys(options: MadeOnce = {}): Record<'private' | 'public', SecretKey> {
  const half = (name: 'private' | 'public'): SecretKey => ({ source: { from: 'age-key', pair: 'age', half: name } });
  return { private: { ...half('private'), ...rotationOf(options) }, public: half('public') };
}

/** A constant that is no secret, but that is read from a Secret. */
export function given(value: string): SecretKey {
  return { source: { from: 'given', value } };
}

/**
 * A value that only the owner knows; the placeholder serves trials and tests and must satisfy the schema. The answer may
 * be given as text or as a file; `variable` is an environment variable that other tools read it from, too.
 */
export function asked(
  question: string,
  options: { readonly placeholder: string; readonly schema?: ValueSchema; readonly variable?: string },
): SecretKey {
  const { placeholder, schema, variable } = options;
  const source = { from: 'asked', question, placeholder, ...(variable === undefined ? {} : { variable }) } as const;
  return schema === undefined ? { source } : { source, schema };
}

/** The same value as another declared secret's key: Secrets cannot be read across namespaces (trap 43). */
export function copied(of: { readonly ref: SecretKeyRef }): SecretKey {
  return { source: { from: 'copied', of: of.ref } };
}

/** An htpasswd file of one user, bcrypt. */
export function htpasswd(user: SecretOperand, password: SecretOperand): SecretKey {
  return { source: { from: 'htpasswd', user, password } };
}

/** bcrypt hash of a password. */
export function bcryptHash(password: SecretOperand): SecretKey {
  return { source: { from: 'bcrypt', password } };
}

/**
 * Text with values put in; `{name}` stands for the operand of that name. In a URL the operands are percent-encoded, or
 * a password with an `@` would name another host.
 */
export function template(
  text: string,
  operands: Readonly<Record<string, SecretOperand>>,
  options: { readonly encode?: 'url' } = {},
): SecretKey {
  return { source: { from: 'template', text, operands, ...options } };
}

/** Text with one value put in at a mark; whatever else stands in the text stays as it is, braces too. */
export function textAround(text: string, mark: string, operand: SecretOperand): SecretKey {
  const [before = '', ...after] = text.split(mark);
  return template('{before}{value}{after}', {
    before: constant(before),
    value: operand,
    after: constant(after.join(mark)),
  });
}

/** A constant as an operand. */
export function constant(value: string): SecretOperand {
  return { constant: value };
}

/** Content of `.dockerconfigjson` for one registry. */
export function dockerConfigJson(registry: string, username: SecretOperand, password: SecretOperand): SecretKey {
  return { source: { from: 'docker-config', registry, username, password } };
}

function rotationOf({ rotation }: MadeOnce): MadeOnce {
  return rotation === undefined ? {} : { rotation };
}
