import { expect, test } from '@jest/globals';
import * as fc from 'fast-check';
import { hostsMeet } from '../../../lib/flux/network/hostname.js';

const label = fc.stringMatching(/^[a-z][a-z0-9]{0,4}$/);
const host = fc.array(label, { minLength: 2, maxLength: 4 }).map((labels) => labels.join('.'));
const pattern = fc.oneof(
  host,
  host.map((name) => `*.${name}`),
);

test('a route and a listener meet whoever is asked first, and each meets itself', () => {
  fc.assert(
    fc.property(pattern, pattern, (one, other) => {
      expect(hostsMeet(one, other)).toBe(hostsMeet(other, one));
      expect(hostsMeet(one, one)).toBe(true);
    }),
    { numRuns: 200 },
  );
});

test('a wildcard takes hosts of any depth below it, and not the name itself or one that only ends alike', () => {
  fc.assert(
    fc.property(host, fc.array(label, { minLength: 1, maxLength: 3 }), (name, labels) => {
      expect(hostsMeet(`*.${name}`, `${labels.join('.')}.${name}`)).toBe(true);
      expect(hostsMeet(`*.${name}`, name)).toBe(false);
      expect(hostsMeet(`*.${name}`, `x${name}`)).toBe(false);
    }),
    { numRuns: 200 },
  );
  expect(hostsMeet('*.apps.example.net', '*.example.net')).toBe(true);
});
