import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { parse } from 'yaml';
import { readMarkedValues, stripMarkers, withImagePolicyMarker } from '../../lib/flux/image-policy-marker.js';
import { emitYaml } from '../../lib/flux/yaml/emit.js';
import { compareKeys } from '../../lib/flux/yaml/key-order.js';
import type { Json } from '../../lib/model/json.js';
import { json, text } from '../support/yaml-values.js';

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
