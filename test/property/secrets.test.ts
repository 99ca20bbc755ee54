import { randomBytes } from 'node:crypto';
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { inspectSecret } from '../../lib/secrets/file/inspect-secret.js';
import { clearPart, completeText, secretText, secretValues } from '../../lib/secrets/file/secret-manifest.js';
import {
  formatIdentityFile,
  generateKeyPair,
  isRecipient,
  parseIdentities,
  recipientOf,
} from '../../lib/secrets/recipients/identity.js';
import { unwrapDataKey, wrapDataKey } from '../../lib/secrets/sops/data-key.js';
import { openYaml } from '../../lib/secrets/sops/open.js';
import { resealYaml } from '../../lib/secrets/sops/reseal.js';
import { sealYaml } from '../../lib/secrets/sops/seal.js';
import { declare, given } from '../secrets/declarations.js';
import { anyCharacter } from '../support/any-character.js';
import { cases } from '../support/cases.js';

const FILE = 'kubernetes/x/secret.sops.yaml';
const RUNS = { numRuns: 200 };
const keyPair = await generateKeyPair();
const options = { file: FILE, recipients: [keyPair.recipient], lastModified: new Date(0), random: randomBytes };

const name = fc.stringMatching(/^[a-z][a-z0-9-]{0,20}[a-z0-9]$/);
const key = fc.stringMatching(/^[A-Za-z0-9._-]{1,20}$/).filter((text) => text !== '__proto__');
const value = fc.oneof(
  fc.string({ unit: 'grapheme', minLength: 1, maxLength: 60 }),
  fc.string({ unit: anyCharacter, minLength: 1, maxLength: 20 }).filter((text) => !/\p{Cs}/u.test(text)),
  fc.stringMatching(/^[-+.0-9eExob_:~]{1,12}$/),
  fc.constantFrom(
    'yes',
    'null',
    '0777',
    '2020-01-01',
    '- a',
    '# no',
    'a: b',
    ' lead',
    'trail ',
    '\n',
    'a\n\n b\n',
    '  deep\n  er\n',
    '\n\nfirst',
    'last\n\n\n',
    'nel\u0085and\u2028others\u2029\ufeff',
    '\u0007\u007f',
    '|',
    '>',
    '%',
    '---',
  ),
);
const secret = fc.record({
  name,
  namespace: name,
  labels: fc.dictionary(name, fc.stringMatching(/^[A-Za-z0-9]{1,10}$/), { maxKeys: 3 }),
  values: fc.dictionary(key, value, { minKeys: 1, maxKeys: 6 }),
});

function textOf(generated: {
  name: string;
  namespace: string;
  labels: Record<string, string>;
  values: Record<string, string>;
}): string {
  const keys = Object.fromEntries(Object.keys(generated.values).map((entry) => [entry, given('x')]));
  const declaration = { ...declare(`${generated.namespace}/${generated.name}`, keys), labels: generated.labels };
  return secretText(clearPart(declaration, []), generated.values);
}

// A post-quantum pair takes a tenth of a second to make.
const KEY_FORMS = [
  ['x25519', /^AGE-SECRET-KEY-1[02-9AC-HJ-NP-Z]{58}$/, /^age1[02-9ac-hj-np-z]{58}$/, RUNS],
  ['post-quantum', /^AGE-SECRET-KEY-PQ-1[02-9AC-HJ-NP-Z]{58}$/, /^age1pq1[02-9ac-hj-np-z]{1952}$/, cases(25, 200)],
] as const;

describe('Property 1: age key generation always yields valid format (validates requirements S2-01, S2-06)', () => {
  test.each(KEY_FORMS)(
    'every %s key pair has the form of age, fits together, and survives its file',
    async (...form) => {
      const [kind, identityForm, recipientForm, runs] = form;
      const made = new Set<string>();
      await fc.assert(
        fc.asyncProperty(
          fc.date({ noInvalidDate: true, min: new Date(0), max: new Date('2100-01-01') }),
          async (created) => {
            const { identity, recipient } = await generateKeyPair(kind);
            expect(identity).toMatch(identityForm);
            expect(recipient).toMatch(recipientForm);
            expect(isRecipient(recipient)).toBe(true);
            expect(await recipientOf(identity)).toBe(recipient);
            expect(await parseIdentities(formatIdentityFile(identity, recipient, created), 'file')).toEqual([identity]);
            const dataKey = randomBytes(32);
            const wrapped = await wrapDataKey(dataKey, [recipient], FILE);
            expect(Buffer.from(await unwrapDataKey(wrapped, [identity], FILE)).equals(dataKey)).toBe(true);
            made.add(identity);
          },
        ),
        runs,
      );
      expect(made.size).toBe(runs.numRuns);
    },
  );
});

describe('Property 3: SOPS encryption keeps metadata readable (validates requirements S2-03, S2-08)', () => {
  test('names, labels and keys stay in clear for every secret, values never do', async () => {
    await fc.assert(
      fc.asyncProperty(secret, async (generated) => {
        const long = Object.fromEntries(
          Object.entries(generated.values).map(([entry, text]) => [entry, `${text}-not-to-be-seen`]),
        );
        const sealed = await sealYaml(textOf({ ...generated, values: long }), options);
        const shown = inspectSecret(sealed, FILE);
        expect(shown).toMatchObject({
          name: generated.name,
          namespace: generated.namespace,
          type: 'Opaque',
          inClear: [],
        });
        expect(shown.labels).toEqual({ ...generated.labels });
        expect([...shown.keys].sort()).toEqual(Object.keys(generated.values).sort());
        expect(sealed).toMatch(/^apiVersion: v1\nkind: Secret\nmetadata:\n/);
        expect(sealed).not.toContain('not-to-be-seen');
      }),
      RUNS,
    );
  });
});

describe('sealing and opening', () => {
  test('unseal(seal(x)) = x for every value', async () => {
    await fc.assert(
      fc.asyncProperty(secret, async (generated) => {
        const opened = await openYaml(await sealYaml(textOf(generated), options), FILE, [keyPair.identity]);
        expect(secretValues(opened.plain, FILE)).toEqual({ ...generated.values });
        expect(resealYaml(opened, opened.plain, new Date(1), randomBytes)).toBe(opened.sealed);
      }),
      RUNS,
    );
  });

  test('a completed file opens to the changed values, and shares no nonce with a changed one', async () => {
    await fc.assert(
      fc.asyncProperty(secret, value, async (generated, fresh) => {
        const [first = ''] = Object.keys(generated.values);
        fc.pre(generated.values[first] !== fresh);
        const opened = await openYaml(await sealYaml(textOf(generated), options), FILE, [keyPair.identity]);
        const clear = clearPart(declare(`${generated.namespace}/${generated.name}`, {}), []);
        const plain = completeText(opened.plain, FILE, clear, { [first]: fresh });
        const resealed = resealYaml(opened, plain, new Date(1), randomBytes);
        const again = await openYaml(resealed, FILE, [keyPair.identity]);
        expect(secretValues(again.plain, FILE)).toEqual({ ...generated.values, [first]: fresh });
        const nonces = (text: string) =>
          new Set([...text.matchAll(/ENC\[.*iv:([^,]+).*\]/g)].map(([, nonce]) => nonce));
        const kept = [...nonces(resealed)].filter((nonce) => nonces(opened.sealed).has(nonce)).length;
        expect(kept).toBe(Object.keys(generated.values).length - 1);
      }),
      { numRuns: 100 },
    );
  });
});
