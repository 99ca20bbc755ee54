import { beforeAll, describe, expect, test } from '@jest/globals';
import * as fc from 'fast-check';
import type { SealedFile } from '../../lib/model/secret.js';
import { secretValues } from '../../lib/secrets/file/secret-manifest.js';
import { generateKeyPair } from '../../lib/secrets/recipients/identity.js';
import { openYaml } from '../../lib/secrets/sops/open.js';
import { ChangingTree, ciphertextsOf } from '../secrets/change/change-memory.js';
import { GENERATED, sealedFile } from '../secrets/declarations.js';

const KEYS = ['a', 'b', 'c', 'd'];
const FILE: SealedFile = sealedFile('db/main', Object.fromEntries(KEYS.map((key) => [key, GENERATED])));
const value = fc.string({ minLength: 1, maxLength: 40, unit: 'grapheme' });
const key = fc.constantFrom(...KEYS);

let identity = '';
let recipient = '';
beforeAll(async () => {
  ({ identity, recipient } = await generateKeyPair());
});

async function fresh(): Promise<ChangingTree> {
  const tree = new ChangingTree(identity);
  await tree.init([FILE], { recipient });
  return tree;
}
const text = (tree: ChangingTree) => tree.texts.get(FILE.path) ?? '';

describe('laws of changed values', () => {
  test('one that changes leaves the ciphertext of all others byte for byte', async () => {
    const tree = await fresh();
    let old = await tree.values(FILE);
    const property = fc.asyncProperty(key, value, async (changed, now) => {
      const before = tree.ciphertexts(FILE);
      const plan = await tree.change([FILE], { set: new Map([[`db/main:${changed}`, now]]) });
      expect(plan.findings).toEqual([]);
      const values = await tree.values(FILE);
      expect(values).toEqual({ ...old, [changed]: now });
      const after = tree.ciphertexts(FILE);
      for (const other of KEYS.filter((one) => one !== changed)) expect(after[other]).toBe(before[other]);
      if (old[changed] !== now) expect(after[changed]).not.toBe(before[changed]);
      old = values;
    });
    await fc.assert(property, { numRuns: 200 });
  }, 60_000);

  test('no nonce is ever used again for other text under the same data key', async () => {
    const tree = await fresh();
    const { dataKey } = await openYaml(text(tree), FILE.path, [identity]);
    const seen = new Map<string, string>();
    const note = () => {
      for (const sealed of Object.values(ciphertextsOf(text(tree)))) {
        const nonce = /iv:([^,]+)/.exec(sealed)?.[1] ?? '';
        expect(seen.get(nonce) ?? sealed).toBe(sealed);
        seen.set(nonce, sealed);
      }
    };
    note();
    // Few values, so that earlier ones come back.
    const property = fc.asyncProperty(key, fc.constantFrom('x', 'y', 'same'), async (changed, now) => {
      await tree.change([FILE], { set: new Map([[`db/main:${changed}`, now]]) });
      note();
    });
    await fc.assert(property, { numRuns: 200 });
    expect((await openYaml(text(tree), FILE.path, [identity])).dataKey).toEqual(dataKey);
    expect(seen.size).toBeGreaterThan(200);
  }, 60_000);

  test('a new data key changes every ciphertext, and no value but those that are set', async () => {
    const tree = await fresh();
    let old = await openYaml(text(tree), FILE.path, [identity]);
    const property = fc.asyncProperty(fc.dictionary(key, value), async (values) => {
      const set = new Map(Object.entries(values).map(([name, now]) => [`db/main:${name}`, now]));
      const before = tree.ciphertexts(FILE);
      const plan = await tree.change([FILE], { rekeyed: new Set(['db/main']), set });
      expect(plan.findings).toEqual([]);
      const after = tree.ciphertexts(FILE);
      expect(Object.keys(after)).toEqual(Object.keys(before));
      for (const [name, sealed] of Object.entries(before)) {
        expect(after[name]).not.toBe(sealed);
        expect(/iv:[^,]+/.exec(after[name] ?? '')).not.toEqual(/iv:[^,]+/.exec(sealed));
      }
      const opened = await openYaml(text(tree), FILE.path, [identity]);
      expect(opened.dataKey).not.toEqual(old.dataKey);
      const now = { ...secretValues(old.plain, FILE.path), ...values };
      expect(secretValues(opened.plain, FILE.path)).toEqual(now);
      old = opened;
    });
    await fc.assert(property, { numRuns: 200 });
  }, 60_000);
});
