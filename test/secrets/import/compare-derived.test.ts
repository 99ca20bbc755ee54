import { randomBytes } from 'node:crypto';
import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { SecretKeyRef, SecretOperand, SecretSource } from '../../../lib/model/secret.js';
import { agreesWithSource } from '../../../lib/secrets/import/compare-derived.js';
import { computeValue } from '../../../lib/secrets/sources/compute.js';
import { keyPairOf, makeKeyPair } from '../../../lib/secrets/sources/key-pair.js';

const REF: SecretKeyRef = { namespace: 'db', name: 'main', key: 'password' };
const PASSWORD: SecretOperand = { ref: REF };
const USER: SecretOperand = { constant: 'app' };

const SOURCES: readonly SecretSource[] = [
  { from: 'copied', of: REF },
  { from: 'template', text: 'pg://{user}:{password}@db', operands: { user: USER, password: PASSWORD } },
  { from: 'template', text: 'pg://app:{password}@db', operands: { password: PASSWORD }, encode: 'url' },
  { from: 'docker-config', registry: 'r.example.org', username: USER, password: PASSWORD },
  { from: 'bcrypt', password: PASSWORD },
  { from: 'htpasswd', user: USER, password: PASSWORD },
];

function agrees(source: SecretSource, value: string, password: string | undefined): boolean | undefined {
  const ref = { namespace: 'web', name: 'made', key: 'value' };
  return agreesWithSource({ ref, key: { source }, needs: [REF] }, value, () => password);
}

const made = (source: SecretSource, password: string) =>
  computeValue(source, {
    random: randomBytes,
    bcryptCost: 4,
    read: () => password,
    answer: () => '',
    keyPair: (pair) => makeKeyPair(pair, randomBytes),
  });

test('what a source makes of a value agrees with that value, and with no other', () => {
  // bcrypt looks at 72 bytes, and at none after a zero.
  const passwords = fc.string({ minLength: 1, maxLength: 20 }).filter((text) => !text.includes('\0'));
  fc.assert(
    fc.property(fc.constantFrom(...SOURCES), passwords, passwords, (source, password, other) => {
      const value = made(source, password);
      expect(agrees(source, value, password)).toBe(true);
      expect(agrees(source, value, other)).toBe(other === password);
      expect(agrees(source, value, undefined)).toBeUndefined();
    }),
    { numRuns: 200 },
  );
});

test.each(['ssh-key', 'age-key'] as const)(
  'the public half of a pair agrees with its private one alone: %s',
  (from) => {
    const of = (half: 'private' | 'public') =>
      from === 'ssh-key' ? { from, half, pair: 'a', comment: 'c' } : { from, half, pair: 'a' };
    const [one, other] = [makeKeyPair(of('private'), randomBytes), makeKeyPair(of('private'), randomBytes)];
    expect(agrees(of('public'), keyPairOf(of('private'), one.private).public, one.private)).toBe(true);
    expect(agrees(of('public'), one.public, other.private)).toBe(false);
    expect(agrees(of('public'), one.public, 'no key')).toBe(false);
  },
);

test('a registry’s login may have been written in other ways', () => {
  const [, , , source = SOURCES[0] as SecretSource] = SOURCES;
  const login = (entry: object) => JSON.stringify({ auths: { 'r.example.org': entry } }, null, 2);
  expect(agrees(source, login({ auth: Buffer.from('app:a:b').toString('base64') }), 'a:b')).toBe(true);
  expect(agrees(source, login({ password: 'a', username: 'app', email: 'x' }), 'a')).toBe(true);
  expect(agrees(source, login({ username: 'root', password: 'a' }), 'a')).toBe(false);
  for (const broken of ['', '[]', '{}', 'null', '{"auths": 1}', login({ auth: 1 })]) {
    expect(agrees(source, broken, 'a')).toBe(false);
  }
});
