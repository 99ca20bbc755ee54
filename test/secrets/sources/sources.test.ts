import { execFileSync } from 'node:child_process';
import { generateKeyPairSync, randomBytes } from 'node:crypto';
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { Decrypter, Encrypter, identityToRecipient } from 'age-encryption';
import { compareSync } from 'bcryptjs';
import fc from 'fast-check';
import type { SecretSource, SshAlgorithm } from '../../../lib/model/secret.js';
import { generateKeyPair } from '../../../lib/secrets/recipients/identity.js';
import { generateAgeKeyPair, recipientOfIdentity } from '../../../lib/secrets/sources/age-key.js';
import { hashPassword } from '../../../lib/secrets/sources/bcrypt.js';
import { decodeBech32, encodeBech32 } from '../../../lib/secrets/sources/bech32.js';
import { computeValue } from '../../../lib/secrets/sources/compute.js';
import { dockerConfigJson } from '../../../lib/secrets/sources/docker-config.js';
import { generateText } from '../../../lib/secrets/sources/generated.js';
import { htpasswdLine } from '../../../lib/secrets/sources/htpasswd.js';
import { keyPairOf } from '../../../lib/secrets/sources/key-pair.js';
import { matrixSigningKey } from '../../../lib/secrets/sources/matrix-signing-key.js';
import { generateSshKeyPair, publicHalf } from '../../../lib/secrets/sources/ssh-key.js';
import { encodeUrl, fillTemplate } from '../../../lib/secrets/sources/template.js';
import { findTool } from '../../../lib/system/find-tool.js';
import { cases } from '../../support/cases.js';
import { sayAloud } from '../../support/say-aloud.js';

const sshKeygen = findTool('ssh-keygen');
if (sshKeygen === undefined) sayAloud('key pairs with ssh-keygen: none on PATH');

describe('generated text', () => {
  test('has the length and the alphabet', () => {
    expect(generateText(48, 'hex', randomBytes)).toMatch(/^[0-9a-f]{48}$/);
    expect(generateText(33, 'base64url', randomBytes)).toMatch(/^[\w-]{33}$/);
    expect(generateText(50, 'alphanumeric', randomBytes)).toMatch(/^[A-Za-z0-9]{50}$/);
  });

  test('has no letter that comes more often: every accepted byte stands for one, the rest is thrown away', () => {
    const everyByte = Uint8Array.from({ length: 256 }, (_, index) => index);
    let calls = 0;
    const text = generateText(248, 'alphanumeric', (count) => (calls++ === 0 ? everyByte : randomBytes(count)));
    const counts = new Map<string, number>();
    for (const character of text) counts.set(character, (counts.get(character) ?? 0) + 1);
    expect([...counts.values()]).toEqual(Array.from({ length: 62 }, () => 4));
  });
});

/** The value of a source that needs nothing but randomness. */
function made(source: SecretSource): string {
  const unused = () => {
    throw new Error('not needed');
  };
  return computeValue(source, { random: randomBytes, bcryptCost: 4, read: unused, answer: unused, keyPair: unused });
}

describe('random bytes', () => {
  test('are what openssl rand -base64 and -hex write (S3-49)', () => {
    const base64 = made({ from: 'random-bytes', bytes: 32, encoding: 'base64' });
    expect(base64).toMatch(/^[A-Za-z0-9+/]{43}=$/);
    expect(Buffer.from(base64, 'base64')).toHaveLength(32);
    expect(made({ from: 'random-bytes', bytes: 32, encoding: 'hex' })).toMatch(/^[0-9a-f]{64}$/);
  });
});

describe('an ssh key pair', () => {
  test('has a public half that can be had from the private one', () => {
    const pair = generateSshKeyPair('n8n', randomBytes);
    expect(pair.public).toMatch(/^ssh-ed25519 [A-Za-z0-9+/]+ n8n\n$/);
    expect(publicHalf(pair.private, 'n8n')).toBe(pair.public);
    expect(publicHalf('no key', 'n8n')).toBeUndefined();
  });

  test('of RSA has the modulus that was asked for, and a public half that can be had from the private one', () => {
    const pair = generateSshKeyPair('flux', randomBytes, 'rsa-3072');
    expect(pair.public).toMatch(/^ssh-rsa [A-Za-z0-9+/]+=* flux\n$/);
    const [, blob = ''] = pair.public.split(' ');
    // Type, exponent and modulus with their lengths; the modulus has a zero before it.
    expect(Buffer.from(blob, 'base64')).toHaveLength(4 + 7 + 4 + 3 + 4 + 1 + 3072 / 8);
    expect(publicHalf(pair.private, 'flux')).toBe(pair.public);
  });

  test('can be kept as PEM, from another tool, and still gives its public half', () => {
    for (const [type, kind] of [
      ['ed25519', 'ssh-ed25519'],
      ['rsa', 'ssh-rsa'],
    ] as const) {
      const { privateKey } =
        type === 'rsa' ? generateKeyPairSync('rsa', { modulusLength: 2048 }) : generateKeyPairSync('ed25519');
      const pem = privateKey.export({ format: 'pem', type: 'pkcs8' }).toString();
      expect(publicHalf(pem, 'kept')).toMatch(new RegExp(`^${kind} [A-Za-z0-9+/]+=* kept\n$`));
    }
    const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
    expect(publicHalf(privateKey.export({ format: 'pem', type: 'pkcs8' }).toString(), '')).toBeUndefined();
  });

  const keygen = (folder: string, text: string, ...args: string[]) => {
    const file = join(folder, 'identity');
    writeFileSync(file, text);
    chmodSync(file, 0o600);
    return execFileSync(sshKeygen ?? '', ['-f', file, ...args], { encoding: 'utf8', stdio: 'pipe' });
  };
  const words = (line: string) => line.trim().split(' ').slice(0, 2);

  (sshKeygen === undefined ? test.skip : test)(
    'is one that ssh-keygen reads, for comments of any length',
    () => {
      const folder = mkdtempSync(join(tmpdir(), 'ssh-key-'));
      const check = (comment: string, algorithm: SshAlgorithm, kind: string) => {
        const pair = generateSshKeyPair(comment, randomBytes, algorithm);
        expect(words(keygen(folder, pair.private, '-y'))).toEqual(words(pair.public));
        expect(keygen(folder, pair.private, '-l')).toContain(kind);
        // What it signs, it verifies: the private numbers are right, not only the public ones.
        writeFileSync(join(folder, 'message'), 'message');
        keygen(folder, pair.private, '-Y', 'sign', '-n', 'test', join(folder, 'message'));
        expect(
          execFileSync(sshKeygen ?? '', ['-Y', 'check-novalidate', '-n', 'test', '-s', join(folder, 'message.sig')], {
            encoding: 'utf8',
            input: 'message',
          }),
        ).toContain('Good "test" signature');
        rmSync(join(folder, 'message.sig'));
      };
      for (const comment of ['', 'n8n', 'n8n@example', 'a longer comment']) check(comment, 'ed25519', 'ED25519');
      check('flux', 'rsa-3072', '3072');
      rmSync(folder, { recursive: true });
    },
    60_000,
  );
});

describe('an age key pair', () => {
  test('is one that age itself reads: identity and recipient belong together', async () => {
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ minLength: 32, maxLength: 32 }), async (scalar) => {
        const pair = generateAgeKeyPair(() => scalar);
        const [comment, identity = ''] = pair.private.split('\n');
        expect(`${await identityToRecipient(identity)}\n`).toBe(pair.public);
        expect(comment).toBe(`# public key: ${pair.public.trim()}`);
        expect(recipientOfIdentity(pair.private)).toBe(pair.public);
      }),
      cases(60, 200),
    );
    const { private: identity, public: recipient } = generateAgeKeyPair(randomBytes);
    const encrypter = new Encrypter();
    encrypter.addRecipient(recipient.trim());
    const decrypter = new Decrypter();
    decrypter.addIdentity(identity.trim().split('\n')[1] ?? '');
    expect(await decrypter.decrypt(await encrypter.encrypt('hello'), 'text')).toBe('hello');
  });

  test("takes age's own identities, and nothing that only looks like one", async () => {
    const { identity, recipient } = await generateKeyPair();
    expect(recipientOfIdentity(`# created\n\n  ${identity}  \n`)).toBe(`${recipient}\n`);
    const last = identity.at(-1) === 'Q' ? 'P' : 'Q';
    for (const text of ['', 'x', identity.slice(0, -1), `${identity.slice(0, -1)}${last}`, recipient]) {
      expect(recipientOfIdentity(text)).toBeUndefined();
    }
    const source = { from: 'age-key', pair: 'age', half: 'public' } as const;
    expect(() => keyPairOf(source, 'hunter2')).toThrow('the private half of its pair is no X25519 age identity');
  });

  test('is written in Bech32 that gives back what went in, and notices a changed character', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 80 }), fc.nat(), (bytes, at) => {
        const text = encodeBech32('age', bytes);
        expect(decodeBech32('age', text)).toEqual(bytes);
        expect(decodeBech32('age', text.toUpperCase())).toEqual(bytes);
        const place = 4 + (at % (text.length - 4));
        const other = text[place] === 'q' ? 'p' : 'q';
        expect(decodeBech32('age', `${text.slice(0, place)}${other}${text.slice(place + 1)}`)).toBeUndefined();
      }),
      cases(200, 500),
    );
  });
});

test("a Matrix signing key is a line of Synapse's file, with a version of its own", () => {
  const [one, other] = [matrixSigningKey(randomBytes), matrixSigningKey(randomBytes)];
  for (const line of [one, other]) {
    const [, seed = ''] = /^ed25519 a_[A-Za-z0-9]{4} ([A-Za-z0-9+/]{43})\n$/.exec(line) ?? [];
    expect(Buffer.from(seed, 'base64')).toHaveLength(32);
  }
  expect(one.split(' ')[1]).not.toBe(other.split(' ')[1]);
});

describe('derived values', () => {
  test('a bcrypt hash fits its password and no other', () => {
    const hash = hashPassword('secret', randomBytes, 4);
    expect(hash).toMatch(/^\$2y\$04\$.{53}$/);
    expect(compareSync('secret', hash)).toBe(true);
    expect(compareSync('other', hash)).toBe(false);
    expect(() => hashPassword('x'.repeat(73), randomBytes, 4)).toThrow(/72 bytes/);
  });

  test('an htpasswd line has user and hash, and refuses a user who would break it', () => {
    expect(htpasswdLine('n8n', 'secret', randomBytes, 4)).toMatch(/^n8n:\$2y\$04\$.{53}\n$/);
    expect(() => htpasswdLine('a:b', 'secret', randomBytes, 4)).toThrow(/colon/);
  });

  test('a docker configuration holds user, password and both together', () => {
    expect(JSON.parse(dockerConfigJson('ghcr.io', 'me', 'pw'))).toEqual({
      auths: { 'ghcr.io': { username: 'me', password: 'pw', auth: Buffer.from('me:pw').toString('base64') } },
    });
  });

  test("a template fills its own places and leaves the shell's alone", () => {
    expect(fillTemplate(`{"a":"{user}"} $\{user} {user}`, { user: '$& {pw}' })).toBe(
      `{"a":"$& {pw}"} $\{user} $& {pw}`,
    );
    expect(encodeUrl("p@ss/w:rd!'() ü~")).toBe('p%40ss%2Fw%3Ard%21%27%28%29%20%C3%BC~');
    expect(() => fillTemplate('{pasword}', { password: 'x' })).toThrow(/"pasword", which is no operand/);
  });
});
