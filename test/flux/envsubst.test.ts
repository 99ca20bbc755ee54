import { describe, expect, test } from '@jest/globals';
import { EnvsubstError, envsubst } from '../../lib/flux/envsubst.js';

const VALUES = new Map([
  ['A', 'a'],
  ['EMPTY', ''],
  ['DOLLAR', '$${A}'],
]);

describe('envsubst gives what Flux would apply', () => {
  test.each([
    ['plain text', 'plain text'],
    ['${A}${A}', 'aa'],
    ['x${A}y', 'xay'],
    ['$A and $(A) and $ and 5$', '$A and $(A) and $ and 5$'],
    ['$$', '$'],
    ['$$$$', '$$'],
    ['$${A}', '${A}'],
    ['$$${A}', '$a'],
    ['$$$${A}', '$${A}'],
    ['$$$', '$$'],
    ['${A:=d}', 'a'],
    ['${X:=d}', 'd'],
    ['${X:-d}', 'd'],
    ['${X=d}', 'd'],
    ['${X:=}', ''],
    ['${X:=a b: "c"}', 'a b: "c"'],
    ['${X:?d}', 'd'],
    ['${X:+d}', 'd'],
    ['${EMPTY}', ''],
    ['${EMPTY:=d}', 'd'],
    ['${EMPTY:-d}', 'd'],
    ['${EMPTY=d}', ''],
    ['${X:=${A}}', 'a'],
    ['${X:=${Y:=d}}', 'd'],
    ['${X:=$$}', '$'],
    ['${DOLLAR}', '$${A}'],
    ['} {A} {', '} {A} {'],
    ['line\n${A}\nline', 'line\na\nline'],
  ])('%j becomes %j', (text, expected) => {
    expect(envsubst(text, VALUES)).toBe(expected);
  });

  test.each([
    '${x-d}',
    '${x.y}',
    '${{ x }}',
    '${.Env.X}',
    '${ file x }',
    '${}',
    '${',
    '${A',
    '${X:=d',
    '${1A}',
    '${A B}',
    '${A:d}',
  ])('%j fails the whole Kustomization, strict or not', (text) => {
    for (const strict of [true, false]) {
      expect(() => envsubst(text, VALUES, { strict })).toThrow(
        expect.objectContaining({ code: 'SUBSTITUTION_UNPARSABLE', index: 0 }),
      );
    }
  });

  test('an undefined variable fails, and says which and where', () => {
    const failure = () => envsubst('ab ${MISSING}', VALUES);
    expect(failure).toThrow(EnvsubstError);
    expect(failure).toThrow(expect.objectContaining({ code: 'SUBSTITUTION_UNDEFINED', index: 3 }));
    expect(failure).toThrow('variable MISSING is not defined');
  });

  test('an undefined variable becomes nothing where Flux is not strict', () => {
    expect(envsubst('a${MISSING}b', VALUES, { strict: false })).toBe('ab');
  });
});
