import { describe, expect, test } from '@jest/globals';
import { emit, emitYaml } from '../../../lib/flux/yaml/emit.js';
import { YamlError } from '../../../lib/flux/yaml/error.js';
import type { Json } from '../../../lib/model/json.js';

describe('text that a reader would take for something else', () => {
  const trapped = [
    ...['yes', 'no', 'On', 'OFF', 'y', 'N', 'true', 'False', 'null', '~', '=', '<<', '', ' a', 'a '],
    ...[
      '12:30',
      '0777',
      '0o17',
      '0x1F',
      '0b11',
      '0b+1',
      '0_x1',
      '1e3',
      '1_000',
      '12.40',
      '.5',
      '+1',
      '.inf',
      '-.INF',
      '.NaN',
    ],
    ...['2001-01-01', '2001-1-1', '2001-12-14t21:59:43Z', '# a', 'a # b', 'a: b', 'a:', '- a', '-', '? a', '&a', '*a'],
    ...['!a', '|', '>', '%a', '@a', '`a`', '{a}', '[a]', "'a'", '---', '...'],
  ];
  test.each(trapped)('%j stays text', (text) => {
    expect(emitYaml({ key: text })).toBe(`key: ${JSON.stringify(text)}\n`);
    expect(emitYaml([text])).toBe(`- ${JSON.stringify(text)}\n`);
  });

  const harmless = [
    '1.34.2',
    '10.0.0.1',
    '10Gi',
    '--flag=x',
    '-a',
    ':8080',
    'a:b',
    'a#b',
    '${DOMAIN}',
    'ghcr.io/a/b:1',
  ];
  test.each([...harmless, 'two words', '/path', '0 2 * * *', 'é', '日本', '😀'])('%s needs no quotes', (text) => {
    expect(emitYaml({ key: text })).toBe(`key: ${text}\n`);
  });

  test.each(['\n ', ' \n', ' \n \n'])('%j, which readers of blocks see differently, is in quotes', (text) => {
    expect(emitYaml({ key: text })).toBe(`key: ${JSON.stringify(text)}\n`);
  });

  test('a key that looks like a number or a boolean stays text', () => {
    expect(emitYaml({ on: 1, '80': 2, '': 3 })).toBe('"": 3\n"80": 2\n"on": 1\n');
  });

  test('what a reviewer cannot see is written as an escape', () => {
    const text = 'a\t\r\u0007\u007f\u0085\u00a0\u200b\u202e\u2028\ufeff\ufffe"\\';
    expect(emitYaml(text)).toBe('"a\\t\\r\\a\\x7F\\N\\_\\u200B\\u202E\\L\\uFEFF\\uFFFE\\"\\\\"\n');
  });
});

describe('text of several lines', () => {
  const blocks: readonly (readonly [string, string])[] = [
    ['a\nb', '|-\n  a\n  b\n'],
    ['a\nb\n', '|\n  a\n  b\n'],
    ['a\n\n', '|+\n  a\n\n'],
    ['a\n\n  b\n', '|\n  a\n\n    b\n'],
    ['  a\nb\n', '|2\n    a\n  b\n'],
    ['\na\n', '|2\n\n  a\n'],
    ['a \nb\n', '|\n  a \n  b\n'],
    ['a\n\tb\n', '|\n  a\n  \tb\n'],
  ];
  test.each(blocks)('%j reads as a block', (text, block) => {
    expect(emitYaml({ key: text })).toBe(`key: ${block}`);
  });

  test.each(['\n', '\n\n', '\ta\nb', 'a\r\nb', 'a\nb\u0007', 'a\nb\u202e'])('%j is no block', (text) => {
    expect(emitYaml({ key: text })).toMatch(/^key: ".*"\n$/);
  });

  test('a block in a list is below its dash', () => {
    expect(emitYaml({ args: ['-c', 'a\nb\n'] })).toBe('args:\n  - -c\n  - |\n    a\n    b\n');
  });

  test('a long line is never folded', () => {
    const line = 'word '.repeat(100).trim();
    expect(emitYaml({ key: line })).toBe(`key: ${line}\n`);
  });
});

describe('layout', () => {
  test('lists are indented below their key, empty ones are inline, undefined is left out', () => {
    const value = { b: [{ name: 'x', v: [] }, [1, [2]], {}], a: { none: undefined }, c: undefined } as unknown as Json;
    expect(emitYaml(value)).toBe('a: {}\nb:\n  - name: x\n    v: []\n  - - 1\n    - - 2\n  - {}\n');
  });

  test('a key too long for a reader to look ahead is written with a question mark', () => {
    const key = 'k'.repeat(1100);
    expect(emitYaml({ [key]: 1 })).toBe(`? ${key}\n: 1\n`);
  });

  test.each([
    [1e21, '1.0e+21'],
    [1.5e-7, '1.5e-7'],
    [-0, '0'],
    [0.1, '0.1'],
    [9007199254740991, '9007199254740991'],
  ])('%d is a number for every reader', (value, text) => {
    expect(emitYaml(value)).toBe(`${text}\n`);
  });

  test('the work grows with the size of the value, not faster', () => {
    const reads = (count: number): number => {
      let gets = 0;
      const get = (map: object, key: string | symbol): unknown => {
        gets++;
        return Reflect.get(map, key);
      };
      const watched = new Proxy({ name: 'a', value: 'b' }, { get });
      emit(
        Array.from({ length: count }, () => watched as Json),
        'reviewed',
      );
      return gets;
    };
    expect(reads(2000)).toBe(2 * reads(1000));
  });
});

describe('what YAML cannot hold is an error that says where', () => {
  const cycle: { self?: unknown } = {};
  cycle.self = cycle;
  const cases: readonly (readonly [string, unknown, string, string])[] = [
    ['NaN', { a: [{ b: Number.NaN }] }, 'YAML_NOT_A_NUMBER', 'a[0].b: NaN has no place in YAML'],
    ['Infinity', { a: -Infinity }, 'YAML_NOT_A_NUMBER', 'a: -Infinity has no place in YAML'],
    ['a function', { a: () => 1 }, 'YAML_NOT_PLAIN', 'a: function is no plain value'],
    ['undefined in a list', [1, undefined], 'YAML_NOT_PLAIN', '[1]: undefined is no plain value'],
    ['a Date', { a: new Date(0) }, 'YAML_NOT_PLAIN', 'a: Date is no plain value'],
    ['half a surrogate pair', { a: 'x\ud800' }, 'YAML_LONE_SURROGATE', 'a: text holds half of a surrogate pair'],
  ];
  test.each(cases)('%s', (_, value, code, message) => {
    const error = thrown(() => emitYaml(value as Json));
    expect([error.code, error.message]).toEqual([code, message]);
  });

  test('a value that holds itself', () => {
    expect(thrown(() => emitYaml(cycle as Json)).code).toBe('YAML_TOO_DEEP');
  });
});

function thrown(act: () => unknown): YamlError {
  try {
    act();
  } catch (error) {
    if (error instanceof YamlError) return error;
    throw error;
  }
  throw new Error('nothing was thrown');
}
