import { expect, test } from '@jest/globals';
import { sizeWithAliases } from '../../../lib/flux/tree/size-with-aliases.js';

test('counts what aliases repeat as often as they repeat it, in no time', () => {
  let value: unknown = ['x', 'x'];
  for (let level = 0; level < 60; level++) value = [value, value];
  expect(sizeWithAliases({ a: 1, b: [2, null] })).toBe(5);
  expect(sizeWithAliases(value)).toBeGreaterThan(2 ** 60);
});

test('what holds itself has no end', () => {
  const map: Record<string, unknown> = { a: 1 };
  map.self = { again: map };
  expect(sizeWithAliases(map)).toBe(Number.POSITIVE_INFINITY);
});
