import { expect, test } from '@jest/globals';
import { promqlProblem } from '../../lib/flux/promql-balance.js';

test.each([
  'up',
  '1 - max by (a, b) (x{c=~"(["} ) > 0.9',
  'sum(x) or vector(0)',
  "x{a='}'} offset 1h",
  'x{a=`\\`} # a comment ( that closes nothing',
  'expand / order',
])('leaves alone what Prometheus reads: %s', (expression) => {
  expect(promqlProblem(expression)).toBeUndefined();
});

test.each([
  ['sum(x', 'lacks a closing ")"'],
  ['x{a="b"', 'lacks a closing "}"'],
  ['x)', 'has a ")" that closes nothing'],
  ['(x]', 'has a "]" that closes nothing'],
  ['x{a="b}', 'has a text without its closing "'],
  ['x >', 'ends with ">"'],
  ['x and', 'ends with "and"'],
  ['sum by', 'ends with "by"'],
  ['# nothing', 'is empty'],
])('says what is wrong with %s', (expression, problem) => {
  expect(promqlProblem(expression)).toBe(problem);
});
