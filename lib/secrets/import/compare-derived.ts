import { compareSync } from 'bcryptjs';
import type { SecretKeyRef, SecretOperand, SecretSource } from '../../model/secret.js';
import { computeValue } from '../sources/compute.js';
import { SourceError } from '../sources/error.js';
import { keyPairOf } from '../sources/key-pair.js';
import type { DeclaredKey } from '../values/order-keys.js';

/**
 * Whether a value is what its source makes of the values that it is made of: hashes are compared with the password, key
 * pairs without their comments, registries by name and password. Undefined when a value is not at hand.
 */
export function agreesWithSource(
  { key: { source }, needs }: DeclaredKey,
  value: string,
  read: (ref: SecretKeyRef) => string | undefined,
): boolean | undefined {
  if (needs.some((need) => read(need) === undefined)) return undefined;
  try {
    return agrees(source, value, (ref) => read(ref) ?? '', needs);
  } catch (error) {
    if (error instanceof SourceError) return false;
    throw error;
  }
}

function agrees(
  source: SecretSource,
  value: string,
  read: (ref: SecretKeyRef) => string,
  [need]: readonly SecretKeyRef[],
): boolean {
  const text = (operand: SecretOperand) => ('constant' in operand ? operand.constant : read(operand.ref));
  if (source.from === 'bcrypt') return compareSync(text(source.password), value.trim());
  if (source.from === 'htpasswd') {
    const [user, hash = ''] = value.trim().split(':');
    return user === text(source.user) && compareSync(text(source.password), hash);
  }
  if (source.from === 'docker-config') {
    const login = loginOf(value, source.registry);
    return login?.username === text(source.username) && login.password === text(source.password);
  }
  if ((source.from === 'ssh-key' || source.from === 'age-key') && need !== undefined) {
    return withoutComment(keyPairOf(source, read(need)).public) === withoutComment(value);
  }
  return computeValue(source, { ...NOTHING_RANDOM, read }) === value;
}

/** What is left makes the same of the same. */
const NOTHING_RANDOM = {
  random: () => new Uint8Array(),
  bcryptCost: 0,
  answer: () => '',
  keyPair: () => ({ private: '', public: '' }),
};

function withoutComment(publicKey: string): string {
  return publicKey.trim().split(/\s+/).slice(0, 2).join(' ');
}

/** User and password for a registry, whether they stand there as such or in `auth` alone. */
function loginOf(text: string, registry: string): { username: unknown; password: unknown } | undefined {
  const entry = mapOf(mapOf(mapOf(parseJson(text)).auths)[registry]);
  const { username, password, auth } = entry;
  if (username !== undefined || typeof auth !== 'string') return { username, password };
  const [user, ...rest] = Buffer.from(auth, 'base64').toString('utf8').split(':');
  return { username: user, password: rest.join(':') };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function mapOf(value: unknown): Record<string, unknown> {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
}
