import { describe, expect, test } from '@jest/globals';
import { dataOf, leafTexts } from '../../lib/backup/leaf-texts.js';
import { importsOf, sameDefinition, secretAt } from '../../lib/backup/pulumi/environment.js';

const ENV = 'org/project/dev';

describe('a definition', () => {
  test('is read as text, with the path of each value', () => {
    expect(leafTexts('values: {a: {fn::secret: 0123}, list: [yes, {b: c}], none: null}', ENV)).toEqual([
      { path: ['values', 'a', 'fn::secret'], text: '0123' },
      { path: ['values', 'list', '0'], text: 'yes' },
      { path: ['values', 'list', '1', 'b'], text: 'c' },
      { path: ['values', 'none'], text: 'null' },
    ]);
    expect(leafTexts('', ENV)).toEqual([]);
  });

  test('is the same in another style and order, and not with another value or type', () => {
    const one = 'values:\n  # a\n  a: {fn::secret: x}\n  b: 1\n';
    expect(sameDefinition(one, 'values: {b: 1, a: {"fn::secret": "x"}}', ENV)).toBe(true);
    for (const other of ['values: {b: 2, a: {fn::secret: x}}', 'values: {b: "1", a: {fn::secret: x}}', '']) {
      expect(sameDefinition(one, other, ENV)).toBe(false);
    }
  });

  test('tells a secret from a plain value', () => {
    const text = 'values: {a: plain, b: {fn::secret: hidden}, c: {d: {fn::secret: deep}}}';
    expect(secretAt(text, ENV, ['a'])).toBeUndefined();
    expect(secretAt(text, ENV, ['b'])).toBe('hidden');
    expect(secretAt(text, ENV, ['c', 'd'])).toBe('deep');
  });

  test('names what it imports, in each form', () => {
    const text = 'imports: [one, base/two, base/three@5, {base/four: {merge: false}}]\nvalues: {}\n';
    expect(importsOf(text, ENV)).toEqual(['org/default/one', 'org/base/two', 'org/base/three', 'org/base/four']);
  });

  test('that is broken, or grows without end, is an error that quotes nothing', () => {
    const bomb = [
      'a0: &a0 [hunter22]',
      ...[1, 2, 3, 4, 5, 6, 7, 8, 9].map((n) => `a${n}: &a${n} [${`*a${n - 1},`.repeat(9)}]`),
    ];
    for (const text of ['hunter22: [', 'a: hunter22\na: hunter22', 'a: *hunter22', bomb.join('\n')]) {
      for (const read of [leafTexts, dataOf]) {
        expect(() => read(text, ENV)).toThrow(/^org\/project\/dev: /);
        expect(() => read(text, ENV)).not.toThrow(/hunter22/);
      }
    }
  });
});
