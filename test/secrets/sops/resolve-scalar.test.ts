import { describe, expect, test } from '@jest/globals';
import { isScalar, parseDocument } from 'yaml';
import { isAmbiguous, resolveScalar } from '../../../lib/secrets/sops/resolve-scalar.js';
import { textOf } from '../../../lib/secrets/sops/value.js';

function resolved(source: string): string {
  const document = parseDocument(source, { schema: 'failsafe', resolveKnownTags: false, logLevel: 'silent' });
  const value = isScalar(document.contents) ? resolveScalar(document.contents) : undefined;
  return value === undefined ? 'null' : `${value.type} ${textOf(value)}`;
}

describe('a scalar has the type and the bytes that sops gives it', () => {
  test.each([
    ['yes', 'str yes'],
    ['constructor', 'str constructor'],
    ['"1"', 'str 1'],
    ['~', 'null'],
    ['null', 'null'],
    ['""', 'str '],
    ['True', 'bool True'],
    ['false', 'bool False'],
    ['0777', 'int 511'],
    ['0o17', 'int 15'],
    ['0x1F', 'int 31'],
    ['0b101', 'int 5'],
    ['-0b11', 'int -3'],
    ['1_000', 'int 1000'],
    ['+12', 'int 12'],
    ['089', 'float 89'],
    ['9223372036854775807', 'int 9223372036854775807'],
    ['99999999999999999999', 'float 100000000000000000000'],
    ['1e21', 'float 1000000000000000000000'],
    ['1.50', 'float 1.5'],
    ['1.5e-9', 'float 0.0000000015'],
    ['-1.5e-3', 'float -0.0015'],
    ['.5', 'float 0.5'],
    ['.inf', 'float +Inf'],
    ['-.Inf', 'float -Inf'],
    ['.NAN', 'float NaN'],
    ['1e999', 'str 1e999'],
    ['12:30', 'str 12:30'],
    ['1.2.3', 'str 1.2.3'],
    ['2020-01-01', 'time 2020-01-01T00:00:00Z'],
    ['2020-01-02T03:04:05.600+01:00', 'time 2020-01-02T03:04:05.6+01:00'],
    ['2020-02-30', 'str 2020-02-30'],
    ['!!str 12', 'str 12'],
    ['!!float 1', 'float 1'],
    ['!!int "5"', 'int 5'],
    ['!!binary aGk=', 'str hi'],
  ])('%s is %s', (source, expected) => {
    expect(resolved(source)).toBe(expected);
  });

  test.each(['18446744073709551615', '!!int word', '!custom x'])(
    '%s is refused, as sops has no type for it',
    (source) => {
      expect(() => resolved(source)).toThrow();
    },
  );

  test('text that YAML 1.1 readers take for something else counts as ambiguous', () => {
    for (const text of ['no', 'Y', '12:30', '0x1', '<<', '', 'null']) expect(isAmbiguous(text)).toBe(true);
    for (const text of ['word', 'a b', '1.2.3']) expect(isAmbiguous(text)).toBe(false);
  });
});
