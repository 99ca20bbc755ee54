import type { Alphabet, SecretKey, SecretKeyRef, SecretOperand, ValueSchema } from '../model/secret.js';

/** Where the value of a secret's key comes from. One function per way; nothing here is a value itself. */

/** Random characters, made once. `length` counts characters. */
export function generated(options: { readonly length: number; readonly alphabet?: Alphabet }): SecretKey {
  return { source: { from: 'generated', length: options.length, alphabet: options.alphabet ?? 'alphanumeric' } };
}

/** A constant that is no secret, but that is read from a Secret. */
export function given(value: string): SecretKey {
  return { source: { from: 'given', value } };
}

/** A value that only the owner knows; the placeholder serves trials and tests and must satisfy the schema. */
export function asked(
  question: string,
  options: { readonly placeholder: string; readonly schema?: ValueSchema },
): SecretKey {
  const source = { from: 'asked', question, placeholder: options.placeholder } as const;
  return options.schema === undefined ? { source } : { source, schema: options.schema };
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

/** Text with values put in; `{name}` stands for the operand of that name. */
export function template(text: string, operands: Readonly<Record<string, SecretOperand>>): SecretKey {
  return { source: { from: 'template', text, operands } };
}

/** A constant as an operand. */
export function constant(value: string): SecretOperand {
  return { constant: value };
}

/** Keys `username` and `password` of a Secret of type kubernetes.io/basic-auth. */
export function basicAuth(username: string): { username: SecretKey; password: SecretKey } {
  return { username: given(username), password: generated({ length: 32 }) };
}

/** Key of a Secret of type kubernetes.io/dockerconfigjson (trap 51). */
export function dockerConfig(
  registry: string,
  username: SecretOperand,
  password: SecretOperand,
): { '.dockerconfigjson': SecretKey } {
  return { '.dockerconfigjson': { source: { from: 'docker-config', registry, username, password } } };
}

/** GitHub's published host keys (https://api.github.com/meta, `ssh_keys`). */
const GITHUB_KNOWN_HOSTS = [
  'github.com ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIOMqqnkVzrm0SdG6UOoqKLsabgH5C9okWi0dh2l9GKJl',
  'github.com ecdsa-sha2-nistp256 AAAAE2VjZHNhLXNoYTItbmlzdHAyNTYAAAAIbmlzdHAyNTYAAABBBEmKSENjQEezOmxkZMy7opKgwFB9nkt5YRrYMjNuG5N87uRgg6CLrbo5wAdT/y6v0mKV0U2w0WZ2YB/++Tpockg=',
  '',
].join('\n');

/** Key pair for Git over SSH, with the keys that Flux and plain ssh expect (S1-39, S1-41). */
export function gitSshKey(options: {
  readonly comment: string;
}): Record<'identity' | 'identity.pub' | 'known_hosts', SecretKey> {
  const { comment } = options;
  return {
    identity: { source: { from: 'ssh-key', pair: 'identity', half: 'private', comment } },
    'identity.pub': { source: { from: 'ssh-key', pair: 'identity', half: 'public', comment } },
    known_hosts: given(GITHUB_KNOWN_HOSTS),
  };
}
