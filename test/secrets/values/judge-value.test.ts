import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import * as z from 'zod';
import { refusalOf } from '../../../lib/secrets/values/judge-value.js';
import { given } from '../declarations.js';

test('without a schema anything but nothing is taken, up to what a Secret holds', () => {
  expect(refusalOf(given('x'), 'x')).toBeUndefined();
  expect(refusalOf(given('x'), '')).toBe('it is empty');
  expect(refusalOf(given('x'), 'ü'.repeat(512 * 1024))).toBeUndefined();
  expect(refusalOf(given('x'), 'ü'.repeat(512 * 1024 + 1))).toMatch(/1 MiB/);
});

test('says what is wrong once, in the words of the schema', () => {
  const schema = z.string().min(20, 'at least 20 characters').regex(/^a/, 'an "a" first').regex(/^a/, 'an "a" first');
  expect(refusalOf({ ...given('x'), schema }, 'b')).toBe('at least 20 characters; an "a" first');
});

test('never repeats a value, whatever a schema says of it', () => {
  const schema = z.string().superRefine((value, context) => context.addIssue(`"${value}" is bad: ${value.trim()}`));
  fc.assert(
    fc.property(fc.string({ minLength: 4 }), (value) => {
      expect(refusalOf({ ...given('x'), schema }, value)).toBe('it has not the form that is asked for');
    }),
    { numRuns: 200 },
  );
});
