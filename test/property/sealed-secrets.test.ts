import { randomBytes } from 'node:crypto';
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { parse } from 'yaml';
import type { SecretDeclaration, SecretKey } from '../../lib/model/secret.js';
import { sameClearPart } from '../../lib/secrets/file/compare-declaration.js';
import { readCertificate } from '../../lib/secrets/sealed-secrets/certificate.js';
import { isSealedForController, sealForController } from '../../lib/secrets/sealed-secrets/ciphertext.js';
import { inspectSealedSecret } from '../../lib/secrets/sealed-secrets/inspect.js';
import { completeSealedSecret, sealSecret } from '../../lib/secrets/sealed-secrets/manifest.js';
import { declare, given } from '../secrets/declarations.js';
import { controllerKey, unseal, unsealFile } from '../secrets/sealed-secrets/controller.js';
import { anyCharacter } from '../support/any-character.js';
import { cases } from '../support/cases.js';

const RUNS = cases(60, 200);
const pair = await controllerKey();
const certificate = readCertificate(pair.certificate, 'test.crt', new Date('2026-01-02'));

// The yaml package reads e0 as a number, Go's YAML does not.
const isMisread = (plain: string) => /^e[-+]?\d*$/i.test(plain);
const name = fc.stringMatching(/^[a-z][a-z0-9-]{0,20}[a-z0-9]$/);
const key = fc.stringMatching(/^[A-Za-z0-9._-]{1,20}$/).filter((text) => text !== '__proto__');
const value = fc.oneof(
  fc.string({ unit: 'grapheme', maxLength: 300 }),
  fc.string({ unit: anyCharacter, maxLength: 40 }).filter((text) => !/\p{Cs}/u.test(text)),
  fc.constantFrom('', 'null', '$', '${X}', '$$', '{{ .x }}', '---\n', 'x'.repeat(5000)),
);
const label = name.filter((plain) => !isMisread(plain));
const text = fc.oneof(
  fc.stringMatching(/^[A-Za-z0-9]{1,10}$/).filter((plain) => !isMisread(plain)),
  fc.constantFrom('yes', 'true', '0777', '1e3', 'a: b'),
);
const values = fc.dictionary(key, value, { minKeys: 1, maxKeys: 3 });
const generated = fc.record({
  name,
  namespace: name,
  values,
  labels: fc.dictionary(label, text, { maxKeys: 3 }),
  annotations: fc.dictionary(label, text, { maxKeys: 3 }),
});

type Generated = typeof generated extends fc.Arbitrary<infer T> ? T : never;

const seal = (secret: Generated, keys: Record<string, string> = secret.values) => ({
  declaration: declarationOf(secret),
  values: keys,
  standIns: [],
  certificate,
  random: randomBytes,
});

function declarationOf({ namespace, name: own, values: all, labels, annotations }: Generated): SecretDeclaration {
  const keys = Object.entries(all).map(([entry, constant]): [string, SecretKey] => [entry, given(constant)]);
  return { ...declare(`${namespace}/${own}`, Object.fromEntries(keys)), labels, annotations };
}

describe('whatever is sealed for the controller', () => {
  test('opens there, every value of it, and its clear part is the declaration', () => {
    fc.assert(
      fc.property(generated, (secret) => {
        const sealed = sealSecret(seal(secret));
        expect(unsealFile(sealed, pair)).toEqual(secret.values);
        const shown = inspectSealedSecret(sealed, 'test');
        expect(shown).toMatchObject({ name: secret.name, namespace: secret.namespace, inClear: [], scope: 'strict' });
        expect(sameClearPart(shown, declarationOf(secret))).toBe(true);
        const { labels, annotations } = (parse(sealed, { version: '1.1' }) as Manifest).spec.template.metadata;
        expect(labels ?? {}).toEqual(secret.labels);
        expect(annotations).toMatchObject(secret.annotations);
      }),
      RUNS,
    );
  });

  test('opens under no other name or namespace (trap 87)', () => {
    fc.assert(
      fc.property(fc.tuple(name, name), fc.tuple(name, name), value, (own, other, secret) => {
        fc.pre(own.join('/') !== other.join('/'));
        const ciphertext = sealForController(secret, certificate.publicKey, own.join('/'), randomBytes);
        expect(isSealedForController(ciphertext)).toBe(true);
        expect(unseal(ciphertext, pair.privateKey, own.join('/'))).toBe(secret);
        expect(() => unseal(ciphertext, pair.privateKey, other.join('/'))).toThrow();
      }),
      RUNS,
    );
  });

  test('never twice with the same ciphertext, and not at all once a byte of it is changed', () => {
    fc.assert(
      fc.property(value, fc.nat(), fc.integer({ min: 1, max: 255 }), (secret, at, change) => {
        const sealOnce = () => sealForController(secret, certificate.publicKey, 'a/b', randomBytes);
        const bytes = Buffer.from(sealOnce(), 'base64');
        expect(bytes.toString('base64')).not.toBe(sealOnce());
        const index = at % bytes.length;
        bytes[index] = (bytes[index] as number) ^ change;
        expect(() => unseal(bytes.toString('base64'), pair.privateKey, 'a/b')).toThrow();
      }),
      RUNS,
    );
  });

  test('is completed without opening it: the new values open, the old ciphertexts are the same', () => {
    fc.assert(
      fc.property(generated, values, (secret, added) => {
        const before = sealSecret(seal(secret));
        const all = { ...secret.values, ...added };
        const after = completeSealedSecret(before, 'test', seal({ ...secret, values: all }, added));
        expect(unsealFile(after, pair)).toEqual(all);
        const { ciphertexts } = inspectSealedSecret(after, 'test');
        for (const [entry, ciphertext] of Object.entries(inspectSealedSecret(before, 'test').ciphertexts)) {
          if (!Object.hasOwn(added, entry)) expect(ciphertexts[entry]).toBe(ciphertext);
        }
      }),
      RUNS,
    );
  });
});

test('nothing that was never sealed counts as sealed', () => {
  fc.assert(
    fc.property(fc.oneof(value, fc.base64String({ maxLength: 200 })), (plain) => {
      expect(isSealedForController(plain)).toBe(false);
    }),
    RUNS,
  );
});

interface Manifest {
  readonly spec: {
    readonly template: {
      readonly metadata: { readonly labels?: Record<string, string>; readonly annotations: Record<string, string> };
    };
  };
}
