import { beforeAll, describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { generateKeyPair } from '../../../lib/secrets/recipients/identity.js';
import { cases } from '../../support/cases.js';
import { expectFlipHarmless, outcomeOf, sealTampered } from './tampered-file.js';
import { TAMPERINGS } from './tampering.js';

const { identity, recipient } = await generateKeyPair();
let sealed = '';

beforeAll(async () => {
  sealed = await sealTampered(recipient);
});

describe('a file that somebody changed', () => {
  test.each(TAMPERINGS)('$what: $ours', async ({ change, ours }) => {
    const text = change(sealed);
    expect(text).not.toBe(sealed);
    expect(await outcomeOf(text, sealed, identity)).toBe(ours);
  });

  test('unchanged is harmless', async () => {
    expect(await outcomeOf(sealed, sealed, identity)).toBe('harmless');
  });

  // Each byte: test/long/flipped-bytes.test.ts
  test('by one byte gives an error or the same values, never others and never a crash', async () => {
    await fc.assert(
      fc.asyncProperty(fc.nat(Buffer.byteLength(sealed) - 1), fc.integer({ min: 1, max: 255 }), async (at, mask) => {
        await expectFlipHarmless(sealed, at, mask, identity);
      }),
      cases(80, 200),
    );
  });
});
