import { expect, test } from '@jest/globals';
import { generateKeyPair } from '../../lib/secrets/recipients/identity.js';
import { expectFlipHarmless, sealTampered } from '../secrets/sops/tampered-file.js';

test('a sealed file with any one byte changed does not open, or opens to the same values', async () => {
  const { identity, recipient } = await generateKeyPair();
  const sealed = await sealTampered(recipient);
  const length = Buffer.byteLength(sealed);
  expect(length).toBeGreaterThan(1000);
  // The lowest bit (a neighbour), the case of a letter, and what is no ASCII.
  for (const mask of [0x01, 0x20, 0x80]) {
    for (let at = 0; at < length; at++) await expectFlipHarmless(sealed, at, mask, identity);
  }
}, 600_000);
