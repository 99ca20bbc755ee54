import { describe, expect, test } from '@jest/globals';
import * as fc from 'fast-check';
import type { Json, JsonObject } from '../../lib/model/json.js';
import { compiler } from '../../lib/schemas/check/compile.js';
import { readModelKinds } from '../../lib/schemas/generate/model-kinds.js';
import { readValidator } from '../../lib/schemas/generate/read-validator.js';
import { readValidatorPackages } from '../../lib/system/read-validators.js';

type Validate = ((value: unknown) => boolean) & { errors?: unknown };

/** Values near a schema: every text, number and shape that it may tell apart. */
const leaf = fc.constantFrom<Json>(
  '',
  'a',
  '1h',
  'banana',
  'oci://a/b',
  'v1',
  -1,
  0,
  1,
  1.5,
  70000,
  true,
  null,
  [],
  {},
);

/** A value that follows a schema more or less, so that both refusing and accepting happen deep inside. */
function near(schema: unknown, depth = 0): fc.Arbitrary<Json> {
  if (typeof schema !== 'object' || schema === null || depth > 6) return leaf;
  const {
    type,
    properties,
    items,
    required = [],
    enum: values,
    additionalProperties,
  } = schema as Record<string, never>;
  const fitting = ((): fc.Arbitrary<Json> => {
    if (values !== undefined) return fc.constantFrom(...(values as Json[]));
    if (properties !== undefined) {
      const members = Object.entries(properties as JsonObject).map(
        ([name, part]) => [name, near(part, depth + 1)] as const,
      );
      return fc.record(Object.fromEntries(members), { requiredKeys: required as string[] }) as fc.Arbitrary<Json>;
    }
    if (items !== undefined) return fc.array(near(items, depth + 1), { maxLength: 2 });
    if (typeof additionalProperties === 'object')
      return fc.dictionary(fc.constantFrom('a', 'b'), near(additionalProperties, depth + 1));
    return (
      {
        string: fc.constantFrom<Json>('a', '1h', 'https://a/b'),
        integer: fc.constantFrom<Json>(0, 1),
        boolean: fc.boolean(),
      }[String(type)] ?? leaf
    );
  })();
  return fc.oneof({ weight: 12, arbitrary: fitting }, { weight: 1, arbitrary: leaf });
}

const packages = await readValidatorPackages('.');

describe('a validator that is read back', () => {
  const files = [
    'KustomizeToolkitFluxcdIoV1Kustomization',
    'HelmToolkitFluxcdIoV2HelmRelease',
    'SourceToolkitFluxcdIoV1OCIRepository',
  ];
  test.each(files)('accepts and refuses what the package itself does: %s', async (file) => {
    const path = `../../node_modules/@kubernetes-models/flux-cd/_schemas/${file}.js`;
    const { validate } = (await import(path)) as { validate: Validate };
    const flux = packages.find(({ name }) => name.endsWith('flux-cd'));
    const schema = readValidator(flux?.validators.get(file) as string);
    const check = compiler(() => true)(schema);
    let accepted = 0;
    fc.assert(
      fc.property(near(schema), (value) => {
        // Metadata is another file's, and ours lets null stand for every optional field, as the API server does.
        const plain = withoutNull(value);
        if (typeof plain === 'object' && plain !== null) delete (plain as Record<string, unknown>).metadata;
        const own = validate(plain);
        if (own) accepted++;
        expect(check(plain as Json) === undefined).toBe(own);
      }),
      { numRuns: 1500 },
    );
    expect(accepted).toBeGreaterThan(20);
  });

  test('must be of a form that is known: anything else would let pass what the package refuses', () => {
    expect(() => readValidator('export const other = 1;')).toThrow('no validator is exported');
    expect(() =>
      readValidator(
        'export const validate = validate0; function validate0(data) { let e = {keyword: "contains", params: {}}; }',
      ),
    ).toThrow('unknown keyword contains');
  });
});

function withoutNull(value: Json): unknown {
  if (Array.isArray(value)) return value.map((item: Json) => withoutNull(item) ?? 'x');
  if (typeof value !== 'object' || value === null) return value ?? 'x';
  return Object.fromEntries(
    Object.entries(value as JsonObject)
      .filter(([, member]) => member !== null)
      .map(([key, member]) => [key, withoutNull(member as Json)]),
  );
}

test('every kind of every package is read', () => {
  const kinds = packages.flatMap(readModelKinds);
  expect(new Set(kinds.map(({ group }) => group)).size).toBeGreaterThanOrEqual(18);
  expect(kinds.length).toBeGreaterThan(120);
});
