import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { parse } from 'yaml';
import { readMarkedValues, stripMarkers, withImagePolicyMarker } from '../../lib/flux/image-policy-marker.js';
import { emitYaml } from '../../lib/flux/yaml/emit.js';
import { compareKeys } from '../../lib/flux/yaml/key-order.js';
import type { Json } from '../../lib/model/json.js';

const NASTY = [
  ...[
    'yes',
    'no',
    'on',
    'y',
    'n',
    'null',
    '~',
    '=',
    '<<',
    '',
    ' ',
    '12:30',
    '0777',
    '0o17',
    '0x1F',
    '0b+1',
    '1e3',
    '1_0',
  ],
  ...['.inf', '.nan', '2001-01-01', '12.40', '# a', 'a #b', 'a: b', 'a:', '- a', '---', '...', '? a', '&a', '*a'],
  ...['!a', '|', '>', '%a', '@a', '{a}', '[a]', "'", '"', '\\', '\t', '\r', '\n', '\n\n', '  a\nb', 'a \nb', 'a\n\n'],
  ...['\ta\nb', 'a\n\tb', '\u2028', '\u0085', '\u00a0', '\ufeff', '\u0000', '\u007f', '\u202e', '\uffff', '😀\n', '𝒳'],
  ...['__proto__', 'constructor', 'name', 'status', '10', '2', 'k'.repeat(130), 'k'.repeat(1100)],
];
const fragment = fc.constantFrom(...NASTY, 'a', 'b', ' ', '\n', ':', '#', '-', '"', '1', '.', '_', 'é');
const text = fc
  .oneof(
    fc.constantFrom(...NASTY),
    fc.string(),
    fc.string({ unit: 'binary' }),
    fc.array(fragment, { maxLength: 5 }).map((parts) => parts.join('')),
  )
  .filter((each) => !/[\ufdd2\ufdd3]/.test(each));
const number = fc
  .oneof(fc.integer(), fc.maxSafeInteger(), fc.double({ noNaN: true, noDefaultInfinity: true }))
  .map((each) => (each === 0 ? 0 : each));
const { json } = fc.letrec<{ json: Json }>((tie) => ({
  json: fc.oneof(
    { maxDepth: 4 },
    fc.oneof(text, number, fc.boolean(), fc.constant(null)),
    fc.array(tie('json'), { maxLength: 4 }),
    fc.dictionary(text, tie('json'), { maxKeys: 5 }),
  ),
}));
const upkeep = fc.constantFrom('reviewed' as const, 'automated' as const);

describe('emitYaml', () => {
  test.each([
    ['1.1', 'yaml-1.1'],
    ['1.2', 'core'],
  ] as const)('a YAML %s reader sees exactly the value', (version, schema) => {
    fc.assert(
      fc.property(json, upkeep, (value, kept) => {
        const read = parse(emitYaml(value, { upkeep: kept }), { version, schema });
        expect(JSON.stringify(sorted(read))).toBe(JSON.stringify(sorted(value)));
      }),
      { numRuns: 500 },
    );
  });

  test('the order in which keys were inserted does not show', () => {
    fc.assert(
      fc.property(json, (value) => {
        expect(emitYaml(reversed(value))).toBe(emitYaml(value));
      }),
    );
  });

  test('keys have one order: total, and the same from everywhere', () => {
    fc.assert(
      fc.property(text, text, text, (a, b, c) => {
        expect(compareKeys(a, b) === 0).toBe(a === b);
        expect(compareKeys(a, b)).toBe(-compareKeys(b, a) || 0);
        if (compareKeys(a, b) < 0 && compareKeys(b, c) < 0) expect(compareKeys(a, c)).toBeLessThan(0);
      }),
    );
  });
});

test('a marked value is read back from the tree as it was written', () => {
  const line = text.filter((each) => !/[\r\n]/.test(each));
  const marker = fc.constantFrom('flux-system:app', 'flux-system:app:tag', 'a-b:c.d:digest');
  fc.assert(
    fc.property(json, line, marker, (rest, value, name) => {
      const marked = { rest, list: [{ image: withImagePolicyMarker(value, name) }] };
      expect(readMarkedValues(emitYaml(marked))).toEqual([{ marker: name, value }]);
      expect(stripMarkers(marked)).toEqual({ rest, list: [{ image: value }] });
    }),
  );
});

function sorted(value: Json): Json {
  return rebuilt(value, (keys) => keys.sort());
}

function reversed(value: Json): Json {
  return rebuilt(value, (keys) => keys.reverse());
}

function rebuilt(value: Json, order: (keys: string[]) => string[]): Json {
  if (value === null || typeof value !== 'object') return value;
  if (Array.isArray(value)) return value.map((item) => rebuilt(item, order));
  const map = value as Readonly<Record<string, Json>>;
  return Object.fromEntries(order(Object.keys(map)).map((key) => [key, rebuilt(map[key] ?? null, order)]));
}
