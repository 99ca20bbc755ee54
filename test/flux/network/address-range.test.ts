import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import {
  formatAddress,
  holds,
  overlaps,
  parseAddress,
  parseCidr,
  parseRange,
  readAddresses,
} from '../../../lib/flux/network/address-range.js';

const RUNS = { numRuns: 300 };
const v4 = fc.bigInt({ min: 0n, max: 2n ** 32n - 1n });
const v6 = fc.bigInt({ min: 0n, max: 2n ** 128n - 1n });

describe('addresses', () => {
  test('are the same after they are written and read again', () => {
    fc.assert(
      fc.property(v4, (value) => parseAddress(formatAddress(value, 32))?.first === value),
      RUNS,
    );
    fc.assert(
      fc.property(v6, (value) => parseAddress(formatAddress(value, 128))?.first === value),
      RUNS,
    );
  });

  test.each(['10.0.3', '10.0.3.256', '010.0.0.1', '0x0a.0.0.1', '10.0.3.4/32', '', 'fe80::1%eth0', 'host'])(
    '%j is none: Kubernetes and MetalLB would refuse it',
    (text) => expect(parseAddress(text)).toBeUndefined(),
  );
});

describe('networks', () => {
  test('hold each of their addresses, and start at their own or say where they would', () => {
    fc.assert(
      fc.property(v4, fc.integer({ min: 0, max: 32 }), (value, length) => {
        const { range, problem } = parseCidr(`${formatAddress(value, 32)}/${length}`);
        if (range === undefined) return false;
        const isAligned = value % 2n ** BigInt(32 - length) === 0n;
        expect(range.last - range.first + 1n).toBe(2n ** BigInt(32 - length));
        expect(holds(range, { text: '', bits: 32, first: value, last: value })).toBe(true);
        expect(problem === undefined).toBe(isAligned);
        // What the message offers instead is right.
        const offered = /is (\S+)$/.exec(problem ?? '')?.[1];
        return isAligned || parseCidr(offered as string).problem === undefined;
      }),
      RUNS,
    );
  });

  test.each(['10.0.0.0/33', '10.0.0.0/', '10.0.0.0', '10.0.0.0/8/8', 'fd00::/129', '10.0.0/8'])(
    '%j is none',
    (text) => {
      expect(parseCidr(text)).toEqual({ problem: expect.stringContaining('no network') });
    },
  );
});

describe('ranges', () => {
  test('overlap exactly where they share an address, whichever is asked', () => {
    const range = fc.tuple(fc.integer({ min: 0, max: 60 }), fc.integer({ min: 0, max: 60 })).map(([a, b]) => {
      const [first, last] = [BigInt(Math.min(a, b)), BigInt(Math.max(a, b))];
      return { text: '', bits: 32, first, last } as const;
    });
    fc.assert(
      fc.property(range, range, (one, other) => {
        let shared = false;
        for (let at = one.first; at <= one.last; at++) shared ||= at >= other.first && at <= other.last;
        return overlaps(one, other) === shared && overlaps(other, one) === shared;
      }),
      RUNS,
    );
  });

  test('of IPv4 and IPv6 never meet', () => {
    const [four, six] = ['0.0.0.0/0', '::/0'].map((text) => readAddresses(text));
    expect(four !== undefined && six !== undefined && overlaps(four, six)).toBe(false);
  });

  test('written backwards, of two families or of three parts are none', () => {
    for (const text of ['10.0.3.20-10.0.3.4', '10.0.3.4-fd00::1', '10.0.3.4-10.0.3.5-10.0.3.6', '10.0.3.4-']) {
      expect(parseRange(text)).toEqual({ problem: expect.stringContaining(text) });
    }
  });
});
