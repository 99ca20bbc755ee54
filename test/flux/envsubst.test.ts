import { describe, expect, test } from '@jest/globals';
import { EnvsubstError, envsubst } from '../../lib/flux/envsubst.js';
import { variable } from '../../lib/flux/substitution.js';

const VALUES = new Map([
  ['A', 'a'],
  ['EMPTY', ''],
  ['DOLLAR', '$${A}'],
  ['WORD', 'ab.cde.fG'],
  ['UMLAUT', 'Öl'],
  ['PATH', '/a/b'],
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
    ['${EMPTY=d}', 'd'],
    ['${X:=${A}}', 'a'],
    ['${X:=${Y:=d}}', 'd'],
    ['${X:=$$}', '$$'],
    ['${X:=a${A}b}', 'aab'],
    ['${DOLLAR}', '$${A}'],
    ['} {A} {', '} {A} {'],
    ['line\n${A}\nline', 'line\na\nline'],
    ['${#WORD}', '9'],
    ['${WORD^}', 'Ab.cde.fG'],
    ['${WORD^^}', 'AB.CDE.FG'],
    ['${WORD,,}', 'ab.cde.fg'],
    ['${UMLAUT,}', 'öl'],
    ['${WORD:3}', 'cde.fG'],
    ['${WORD:3:3}', 'cde'],
    ['${WORD:-3}', 'ab.cde.fG'],
    ['${WORD:3:-1}', 'cde.f'],
    ['${WORD:99}', ''],
    ['${A:d}', 'a'],
    ['${WORD#*.}', 'cde.fG'],
    ['${WORD##*.}', 'fG'],
    ['${WORD%.*}', 'ab.cde'],
    ['${WORD%%.*}', 'ab'],
    ['${WORD#[a-c]b?}', 'cde.fG'],
    ['${WORD#[}', 'ab.cde.fG'],
    ['${WORD/./-}', 'ab-cde.fG'],
    ['${WORD//./-}', 'ab-cde-fG'],
    ['${WORD//./}', 'abcdefG'],
    ['${WORD/#ab/x}', 'x.cde.fG'],
    ['${WORD/%fG/x}', 'ab.cde.x'],
    ['${PATH//\\//-}', '-a-b'],
    ['${WORD/${A}/x}', 'xb.cde.fG'],
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
    '${A B}',
    '${A:}',
    '${A#}',
    '${A/b}',
    '${A/b/c',
    '${#}',
    '${A^^^}',
    '${A:ö}',
    '${A+d}',
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

  test.each(['${#MISSING}', '${MISSING^^}', '${MISSING:0:3}', '${MISSING#a}', '${MISSING/a/b}', '${1A}'])(
    '%s of an undefined variable fails too, as newer releases have it',
    (text) => {
      expect(() => envsubst(text, VALUES)).toThrow(expect.objectContaining({ code: 'SUBSTITUTION_UNDEFINED' }));
    },
  );

  test('an undefined variable in a default fails although the default is not needed', () => {
    expect(() => envsubst('${A:=${MISSING}}', VALUES)).toThrow('variable MISSING is not defined');
  });

  test('a value that only the cluster knows stays a token, whatever is done to it', () => {
    const token = variable('SECRET');
    const values = new Map([['SECRET', token]]);
    for (const form of ['${SECRET}', '${SECRET^^}', '${SECRET:0:1}', '${SECRET/a/b}', '${SECRET:-d}', '${#SECRET}']) {
      expect(envsubst(form, values)).toBe(token);
    }
  });
});
