import { randomBytes } from 'node:crypto';
import { beforeAll, describe, expect, test } from '@jest/globals';
import { generateKeyPair } from '../../../lib/secrets/recipients/identity.js';
import { inspectYaml } from '../../../lib/secrets/sops/inspect.js';
import { openYaml } from '../../../lib/secrets/sops/open.js';
import { resealYaml } from '../../../lib/secrets/sops/reseal.js';
import { sealYaml } from '../../../lib/secrets/sops/seal.js';

const FILE = 'kubernetes/x/secret.sops.yaml';
const PLAIN = `apiVersion: v1
kind: Secret
metadata:
    name: n8n
    namespace: automation
type: Opaque
stringData:
    # how to get in
    password: hunter2-hunter2
    port: 5678
    again: same
    twice: same
`;

let identity = '';
let recipient = '';
let sealed = '';

const options = () => ({ file: FILE, recipients: [recipient], lastModified: new Date(0), random: randomBytes });

beforeAll(async () => {
  ({ identity, recipient } = await generateKeyPair());
  sealed = await sealYaml(PLAIN, options());
});

async function failure(text: string, identities: readonly string[] = [identity]): Promise<string> {
  try {
    await openYaml(text, FILE, identities);
  } catch (error) {
    if (error instanceof Error && 'code' in error) return `${String(error.code)} ${error.message}`;
    throw error;
  }
  return 'opened';
}

describe('a sealed file', () => {
  test('opens to the very text that was sealed, comments included', async () => {
    expect((await openYaml(sealed, FILE, [identity])).plain).toBe(PLAIN);
  });

  test('holds no value, no comment beside values, and does not repeat a nonce', () => {
    expect(sealed).not.toMatch(/hunter2|5678|same|how to get in/);
    const nonces = [...sealed.matchAll(/iv:([^,]+)/g)].map(([, nonce]) => nonce);
    expect(new Set(nonces).size).toBe(nonces.length);
  });

  test('shows names, keys and recipients without any key', () => {
    const { documents, metadata } = inspectYaml(sealed, FILE);
    expect(documents[0]?.clear).toEqual({
      apiVersion: 'v1',
      kind: 'Secret',
      metadata: { name: 'n8n', namespace: 'automation' },
      type: 'Opaque',
      stringData: { password: null, port: null, again: null, twice: null },
    });
    expect(documents[0]?.places.every((place) => place.sealed)).toBe(true);
    expect(metadata.age.map((key) => key.recipient)).toEqual([recipient]);
    expect(metadata.lastModified).toBe('1970-01-01T00:00:00Z');
  });

  test('says without any key that a value stands in clear', () => {
    const spoilt = sealed.replace(/port: ENC\[.*\]/, 'port: "5678"');
    expect(inspectYaml(spoilt, FILE).documents[0]?.places.filter((place) => !place.sealed)).toEqual([
      { path: ['stringData', 'port'], sealed: false },
    ]);
  });
});

describe('a file that was tampered with does not open, and the error names the file alone', () => {
  test.each<[string, (text: string) => string, string]>([
    ['a value in clear', (text) => text.replace('namespace: automation', 'namespace: other'), 'SOPS_MAC'],
    ['a removed value', (text) => text.replace(/ {4}port: .*\n/, ''), 'SOPS_MAC'],
    ['a swapped order', (text) => text.replace(/( {4}password: .*\n)( {4}port: .*\n)/, '$2$1'), 'SOPS_MAC'],
    ['a value moved to another key', (text) => text.replace('password:', 'passwort:'), 'SOPS_VALUE'],
    ['ciphertext', (text) => text.replace(/(password: ENC\[AES256_GCM,data:)(.)/, flip), 'SOPS_VALUE'],
    ['a nonce', (text) => text.replace(/(password: ENC.*iv:)(.)/, flip), 'SOPS_VALUE'],
    ['a tag', (text) => text.replace(/(password: ENC.*tag:)(.)/, flip), 'SOPS_VALUE'],
    ['spare bits of base64', (text) => text.replace(/(password: ENC.*tag:.{21})(.)/, flip), 'SOPS_VALUE'],
    ['a type', (text) => text.replace(/(port: ENC.*type:)int/, '$1word'), 'SOPS_VALUE'],
    [
      'a value in clear where ciphertext belongs',
      (text) => text.replace(/port: ENC\[.*\]/, 'port: "5678"'),
      'SOPS_VALUE',
    ],
    ['the MAC', (text) => text.replace(/(mac: ENC\[AES256_GCM,data:)(.)/, flip), 'SOPS_MAC'],
    ['a missing MAC', (text) => text.replace(/mac: .*/, 'mac: ""'), 'SOPS_MAC'],
    ['the time', (text) => text.replace('1970-01-01T00:00:00Z', '1970-01-01T00:00:01Z'), 'SOPS_MAC'],
    [
      'the wrapped key',
      (text) => text.replace(/(BEGIN AGE ENCRYPTED FILE-----\n\s+.{70}\n?\s*)(.)/, flip),
      'SOPS_NO_IDENTITY',
    ],
    ['no metadata', (text) => text.slice(0, text.indexOf('sops:')), 'SOPS_NOT_SEALED'],
    ['broken YAML', (text) => `${text}\n\t: [`, 'SOPS_SYNTAX'],
  ])('%s', async (_, tamper, code) => {
    const text = tamper(sealed);
    expect(text).not.toBe(sealed);
    const message = await failure(text);
    expect(message).toMatch(new RegExp(`^${code} ${FILE}: `));
    expect(message).not.toMatch(/hunter2|5678|automation|ENC\[/);
  });

  test('a foreign identity opens nothing, and hears whose file it is', async () => {
    expect(await failure(sealed, [(await generateKeyPair()).identity])).toContain(recipient);
    expect(await failure(sealed, [])).toContain('SOPS_NO_IDENTITY');
  });
});

describe('resealing', () => {
  test('keeps the ciphertext of unchanged values and gives changed ones a fresh nonce', async () => {
    const opened = await openYaml(sealed, FILE, [identity]);
    const changed = resealYaml(
      opened,
      PLAIN.replace('hunter2-hunter2', 'hunter3-hunter3'),
      new Date(1000),
      randomBytes,
    );
    const line = (text: string, key: string) => text.split('\n').find((candidate) => candidate.includes(`${key}: `));
    for (const key of ['port', 'again', 'twice', 'recipient']) expect(line(changed, key)).toBe(line(sealed, key));
    expect(line(changed, 'password')).not.toBe(line(sealed, 'password'));
    expect(/iv:[^,]+/.exec(line(changed, 'password') ?? '')).not.toEqual(
      /iv:[^,]+/.exec(line(sealed, 'password') ?? ''),
    );
    expect((await openYaml(changed, FILE, [identity])).plain).toContain('hunter3-hunter3');
  });

  test('without a change gives the same bytes', async () => {
    const opened = await openYaml(sealed, FILE, [identity]);
    expect(resealYaml(opened, opened.plain, new Date(1000), randomBytes)).toBe(sealed);
  });

  test('refuses to seal what is sealed, and keys that are no text', async () => {
    await expect(sealYaml(sealed, options())).rejects.toThrow(/already/);
    await expect(sealYaml('stringData: {1: x}', options())).rejects.toThrow(/a key that is no text/);
    await expect(sealYaml('stringData: {a: &a x, b: *a}', options())).rejects.toThrow(/an alias/);
  });
});

/** Changes one base64 character. */
function flip(_: string, before: string, character: string): string {
  return before + (character === 'A' ? 'B' : 'A');
}
