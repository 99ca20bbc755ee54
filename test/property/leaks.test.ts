import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { leakFinding } from '../../lib/secrets/leaks/leak-finding.js';
import { scanText } from '../../lib/secrets/leaks/scan-text.js';
import { random, SAMPLES } from '../secrets/leaks/corpus.js';
import { anyCharacter } from '../support/any-character.js';

const path = fc.constantFrom(
  'a.yaml',
  'a.json',
  'a.md',
  'a.ts',
  '.env',
  'x.sops.yaml',
  'x.sops.env',
  'go.sum',
  'LICENSE',
);
const rules = [{ recipients: ['age1somebody'], macOnlyEncrypted: false }];

/** Pieces that detectors start at, in any order: what they do with the rest must not hang on its being well formed. */
const piece = fc.oneof(
  fc.string({ unit: anyCharacter, maxLength: 20 }),
  fc.constantFrom(
    'kind: Secret\n',
    'data:\n',
    'stringData:\n',
    '  key: value\n',
    '---\n',
    '- ',
    '{',
    '}',
    '[',
    ']',
    '"',
    "'",
    '\n',
    '  ',
    ':',
    ': ',
    '-----BEGIN ',
    'PRIVATE KEY-----',
    '-----END ',
    'ENC[AES256_GCM,data:',
    'sops:\n',
    'password=',
    'token: ',
    '--secret ',
    '"kind":"Secret"',
    '"data":{"a":"',
    'LS0tLS1CRUdJTi',
    '&a ',
    '*a',
    '!!binary ',
    '? ',
    '\\n',
    '://a:',
    '@host',
    'leak-ok: why not',
  ),
  fc.integer({ min: 0, max: 999 }).map((seed) => random(String(seed), 40)),
);

describe('the scan for leaks', () => {
  test('never throws, and gives the same for the same text', () => {
    fc.assert(
      fc.property(path, fc.array(piece, { maxLength: 40 }), fc.boolean(), (name, pieces, binary) => {
        const text = pieces.join('');
        const scan = scanText(name, text, { rules, binary });
        expect(scanText(name, text, { rules, binary })).toEqual(scan);
        for (const { line, column } of [...scan.leaks, ...scan.allowed]) {
          expect(line).toBeLessThanOrEqual(text.split('\n').length);
          expect(column).toBeGreaterThanOrEqual(1);
        }
      }),
      { numRuns: 600 },
    );
  });

  test('finds a leak wherever it stands among lines of text', () => {
    const line = fc
      .string({ unit: 'grapheme-ascii', maxLength: 40 })
      .filter((text) => !/leak-ok|^---|["'`]|BEGIN/.test(text));
    const sample = fc.constantFrom(
      ...SAMPLES.filter(({ code }) => code === 'leak-token' || code === 'leak-private-key'),
    );
    fc.assert(
      fc.property(sample, fc.array(line, { maxLength: 8 }), ({ path, text, code, line: at }, before) => {
        const { leaks } = scanText(path, [...before, text].join('\n'));
        expect(leaks.map((leak) => [leak.code, leak.line])).toContainEqual([code, at + before.length]);
      }),
      { numRuns: 300 },
    );
  });

  test('never shows a secret, nor a good part of it, not even in a reason', () => {
    const about = fc.constantFrom(
      'password: ',
      'api_token = "',
      'export const secret = `',
      'token ',
      '# leak-ok: it is ',
      '://user:',
    );
    const value = fc
      .integer({ min: 0, max: 1_000_000 })
      .chain((seed) =>
        fc.constantFrom(random(`v${seed}`, 24), `ghp_${random(`v${seed}`, 36)}`, random(`v${seed}`, 44)),
      );
    fc.assert(
      fc.property(
        path,
        fc.array(fc.tuple(about, value), { minLength: 1, maxLength: 4 }),
        fc.boolean(),
        (name, secrets, oneLine) => {
          const text = secrets.map(([words, secret]) => `${words}${secret}"\``).join(oneLine ? ' ' : '\n');
          const { leaks, allowed } = scanText(name, text, { rules });
          const shown = JSON.stringify([leaks.map(leakFinding), allowed]);
          for (const [, secret] of secrets) expect(shown).not.toContain(secret.slice(0, 10));
        },
      ),
      { numRuns: 400 },
    );
  });

  test.each([
    ['one letter', 'a'],
    ['base64 without an end', 'aB3/'],
    ['names', 'password'],
    ['names and quotes', 'password="'],
    ['names and spaces', 'token   '],
    ['opening brackets', '{"a":['],
    ['empty lines', '\n'],
    ['indentation', ' '],
    ['beginnings of keys', '-----BEGIN PRIVATE KEY-----\n'],
    ['beginnings of certificates', '-----BEGIN A-----\n'],
    ['keys without an end', `-----BEGIN PRIVATE KEY-----\n${random('endless', 26)}\n`],
    ['Secrets', 'kind: Secret\ndata:\n  a: b\n'],
    ['Secrets in JSON', '{"kind":"Secret","data":{"a":"b'],
    ['URLs', 'https://a:'],
    ['tokens', 'ghp_'],
    ['backslashes', '\\'],
    ['dots', 'a.'],
    ['sealed values', 'ENC[AES256_GCM,data:'],
    ['sops', 'sops:\n'],
  ])('is done with half a megabyte of %s in a moment', (_, unit) => {
    const text = unit.repeat(Math.ceil(500_000 / unit.length));
    for (const name of ['a.yaml', 'x.sops.yaml']) {
      const started = performance.now();
      scanText(name, text, { rules });
      expect(performance.now() - started).toBeLessThan(4_000);
    }
  });
});
