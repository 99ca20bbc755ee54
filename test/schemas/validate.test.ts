import { beforeAll, describe, expect, test } from '@jest/globals';
import * as fc from 'fast-check';
import { variable } from '../../lib/flux/substitution.js';
import type { Json, JsonObject } from '../../lib/model/json.js';
import type { KindSchemas } from '../../lib/model/kind-schemas.js';
import { semanticProblems } from '../../lib/schemas/semantics/semantics.js';
import { chooseMinor, loadKindSchemas } from '../../lib/schemas/validate.js';
import { objectsBelow } from '../support/committed-objects.js';

const objects = objectsBelow('kubernetes', 'test/golden');
let schemas: KindSchemas;
beforeAll(async () => {
  schemas = await loadKindSchemas(
    objects.map(({ object }) => object),
    '1.34.2',
  );
});

const problemsOf = (object: JsonObject) => schemas.check(object) ?? [];
const isConfig = ({ apiVersion }: JsonObject) => String(apiVersion).startsWith('kustomize.config');

describe('what charts render', () => {
  test('has a known kind and fits its schema, every object', () => {
    expect(objects.length).toBeGreaterThan(300);
    const bad = objects.flatMap(({ path, object }) => {
      const found = schemas.check(object);
      return found === undefined ? [`${path}: unknown kind`] : found.map((one) => `${path}: ${JSON.stringify(one)}`);
    });
    expect(bad).toEqual([]);
  });

  test('fits what the API server checks besides', () => {
    const bad = objects
      .filter(({ object }) => !isConfig(object))
      .flatMap(({ path, object }) => semanticProblems(object).map((one) => `${path}: ${JSON.stringify(one)}`));
    expect(bad).toEqual([]);
  });
});

/** Every field of an object that its schema names, by path: maps of a person's own names are left out. */
function fields(value: Json | undefined, path: readonly (string | number)[] = []): (readonly (string | number)[])[] {
  if (typeof value !== 'object' || value === null) return [];
  if (Array.isArray(value)) return value.flatMap((item: Json, index) => fields(item, [...path, index]));
  return Object.entries(value as JsonObject).flatMap(([key, member]) => [
    [...path, key],
    ...fields(member, [...path, key]),
  ]);
}

/** Maps whose keys are anybody's choice, and what is written without a schema. */
const FREE = new Set([
  ...['labels', 'annotations', 'matchLabels', 'data', 'stringData', 'values', 'selector', 'limits', 'requests', 'hard'],
  ...['podSelector', 'namespaceSelector', 'parameters', 'defaultRequest', 'default', 'max', 'min', 'status', 'inputs'],
  ...['nodeSelector', 'dashboards', 'encryptedData', 'externalLabels', 'additionalLabels', 'fieldSpec', 'vars'],
  ...['config', 'externalConfig', 'vaults', 'watchedSecretsLabels'],
]);

function rename(value: Json, [step, ...rest]: readonly (string | number)[], name: string): Json {
  if (Array.isArray(value)) {
    return value.map((item: Json, index) =>
      index === step ? (rest.length === 0 ? item : rename(item, rest, name)) : item,
    );
  }
  return Object.fromEntries(
    Object.entries(value as JsonObject).map(([key, member]) =>
      key !== step ? [key, member] : rest.length === 0 ? [name, member] : [key, rename(member as Json, rest, name)],
    ),
  );
}

describe('a mistake', () => {
  test('in the name of any field of any committed object is found, at that field', () => {
    const targets = objects
      .filter(({ path, object }) => path.startsWith('kubernetes/') && !isConfig(object))
      .flatMap(({ object }) =>
        fields(object)
          .filter((path) => !path.slice(0, -1).some((step) => FREE.has(String(step))) && path.length > 1)
          .map((path) => ({ object, path })),
      );
    fc.assert(
      fc.property(fc.constantFrom(...targets), fc.constantFrom('x', 'Typo', 's'), ({ object, path }, suffix) => {
        const name = `${String(path.at(-1))}${suffix}`;
        const damaged = rename(object, path, name) as JsonObject;
        const found = problemsOf(damaged).filter(({ keyword }) => keyword === 'unknown');
        expect(found).toEqual([expect.objectContaining({ path: [...path.slice(0, -1), name] })]);
      }),
      { numRuns: 500 },
    );
  });

  test.each<[string, JsonObject, string, string]>([
    ['unknown', { spec: { typo: 1 } }, 'spec.typo', 'unknown field "typo"'],
    ['missing', { spec: { template: {} } }, 'spec', 'missing field "selector"'],
    ['type', { spec: { replicas: 'two' } }, 'spec.replicas', 'is a string, not an integer'],
    ['enum', { spec: { strategy: { type: 'Rolling' } } }, 'spec.strategy.type', 'is none of: Recreate, RollingUpdate'],
    ['range', { spec: { replicas: -1 } }, 'spec.replicas', 'is less than 0'],
    ['format', { spec: { replicas: 2 ** 40 } }, 'spec.replicas', 'is not a 32-bit integer'],
  ])('of the sort "%s" is told with its path', (keyword, more, path, message) => {
    const found = problemsOf({ apiVersion: 'apps/v1', kind: 'Deployment', metadata: { name: 'a' }, ...more });
    const told = found.map((one) => ({ keyword: one.keyword, path: one.path.join('.'), message: one.message }));
    expect(told).toContainEqual({ keyword, path, message });
  });

  test('never shows the value that it is about, which may be a secret', () => {
    const value = 'hunter2 is no base64';
    const found = problemsOf({ apiVersion: 'v1', kind: 'Secret', metadata: { name: 'a' }, data: { a: value } });
    expect(found).toHaveLength(1);
    expect(JSON.stringify(found)).not.toContain('hunter2');
  });
});

test('a value that only the cluster knows is never complained about, wherever it stands', () => {
  const places = objects
    .filter(({ path }) => path.startsWith('kubernetes/'))
    .flatMap(({ object }) => fields(object).map((path) => ({ object, path })))
    .filter(({ path }) => path.length > 1);
  fc.assert(
    fc.property(fc.constantFrom(...places), ({ object, path }) => {
      const open = replace(object, path, variable('UNKNOWN')) as JsonObject;
      expect(problemsOf(open)).toEqual([]);
      expect(semanticProblems(open).filter(({ path: at }) => at.join() === path.join())).toEqual([]);
    }),
    { numRuns: 500 },
  );
});

function replace(value: Json, [step, ...rest]: readonly (string | number)[], by: Json): Json {
  if (step === undefined) return by;
  if (Array.isArray(value)) return value.map((item: Json, index) => (index === step ? replace(item, rest, by) : item));
  const members = Object.entries(value as JsonObject);
  return Object.fromEntries(
    members.map(([key, member]) => [key, key === step ? replace(member as Json, rest, by) : member]),
  );
}

describe('quantities and formats are Kubernetes’ own', () => {
  const limit = (memory: Json) =>
    problemsOf({ apiVersion: 'v1', kind: 'ResourceQuota', metadata: { name: 'a' }, spec: { hard: { memory } } });
  test.each([1, 0.5, '1', '100m', '1.5Gi', '1e3', '1E', '+1k', '.5', '5.', '12Ei'])('%s is a quantity', (value) => {
    expect(limit(value)).toEqual([]);
  });
  test.each(['', '1GB', '1 Gi', 'Gi', '1kb', '1e', '--1', '1K', true])('%s is none', (value) => {
    expect(limit(value)).toHaveLength(1);
  });
});

test('the schemas of a Kubernetes version are those of its minor, or of the newest before it', () => {
  const known = ['1.9', '1.33', '1.35'];
  expect(['1.33.4', '1.34.2', '1.40.0', '1.2.0'].map((version) => chooseMinor(version, known))).toEqual([
    '1.33',
    '1.33',
    '1.35',
    '1.9',
  ]);
});
