import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { isConvention, oddOnesOut } from '../../lib/rules/odd-ones-out.js';

const numbers = fc.uniqueArray(fc.nat(), { minLength: 1, maxLength: 30 });
const sets = numbers.chain((among) => fc.tuple(fc.constant(among), fc.subarray(among)));

function judge(declared: boolean, among: readonly number[], lacking: readonly number[]) {
  const finding = (one: number) => ({ message: `lacks ${one}`, at: { file: String(one) } });
  return [...oddOnesOut(declared, { among, lacking, finding, convention: (count, of) => `${count} of ${of} lack it` })];
}

describe('what some of a tree lack', () => {
  test('is found at each of them, where everything is declared', () => {
    fc.assert(
      fc.property(sets, ([among, lacking]) => {
        expect(judge(true, among, lacking).map(({ message }) => message)).toEqual(lacking.map((one) => `lacks ${one}`));
      }),
      { numRuns: 200 },
    );
  });

  test('is found at each, or said once for all as an information, and never lost', () => {
    fc.assert(
      fc.property(sets, ([among, lacking]) => {
        const found = judge(false, among, lacking);
        if (lacking.length * 2 <= among.length) expect(found).toHaveLength(lacking.length);
        else {
          const message = `${lacking.length} of ${among.length} lack it`;
          expect(found).toEqual([{ message, at: { file: String(lacking[0]) }, severity: 'info' }]);
        }
      }),
      { numRuns: 200 },
    );
  });

  test('is no convention of a few', () => {
    expect(isConvention({ among: [1, 2], lacking: [1, 2], atLeast: 3 })).toBe(false);
    expect(isConvention({ among: [1, 2, 3], lacking: [1, 2, 3], atLeast: 3 })).toBe(true);
  });
});
