import { describe, expect, test } from '@jest/globals';
import { judgeValues } from '../../../lib/flux/chart/judge-values.js';
import { UNKNOWN } from '../../../lib/flux/tree/unknown.js';
import type { JsonObject } from '../../../lib/model/json.js';
import type { LockedChart } from '../../../lib/model/lock.js';

const CHART: LockedChart = {
  ...{ repository: 'oci://example.org', name: 'x', version: '1.0.0', digest: '' },
  ...{ values: {}, mentions: [], schemas: {}, kinds: [], images: [] },
};

/** What a schema says against some values: `path: message`. */
function judge(schema: unknown, values: JsonObject, place = '.'): string[] {
  const problems = judgeValues({ ...CHART, schemas: { [place]: JSON.stringify(schema) } }, values);
  return problems.map(({ path, message }) => `${path.join('.')}: ${message}`);
}

describe('a chart’s own schema', () => {
  test('says what helm would say of a value', () => {
    const properties = {
      replicas: { type: 'integer' },
      mode: { enum: ['a', 'b'] },
      list: { items: { type: 'string' } },
    };
    expect(judge({ properties }, { replicas: 'two', mode: 'c', list: ['x', 1] })).toEqual([
      'replicas: must be integer',
      'mode: must be one of a, b',
      'list.1: must be string',
    ]);
  });

  test('names the key that it does not have', () => {
    const schema = { properties: { image: { properties: { tag: {} }, additionalProperties: false } } };
    expect(judge(schema, { image: { tga: '1' } })).toEqual(['image.tga: the chart’s schema has no such key']);
  });

  test('says nothing of what the defaults may add', () => {
    const either = { oneOf: [{ required: ['a'] }, { required: ['b'] }] };
    expect(judge({ required: ['image'], minProperties: 3, ...either }, { a: 1, b: 2 })).toEqual([]);
    const conditional = JSON.parse('{"if":{"properties":{"a":{"const":1}}},"then":{"required":["c"]}}');
    expect(judge(conditional, { a: 1 })).toEqual([]);
  });

  test('says one thing of a value that fits no form', () => {
    const form = { anyOf: [{ type: 'string' }, { type: 'object', properties: { name: { type: 'string' } } }] };
    expect(judge({ properties: { key: form } }, { key: 7 })).toEqual([
      'key: fits none of the forms that the chart’s schema allows',
    ]);
    expect(judge({ properties: { key: form } }, { key: 'text' })).toEqual([]);
  });

  test('lets null pass: helm takes it as "without this default"', () => {
    expect(judge({ properties: { a: { type: 'string' } } }, { a: null })).toEqual([]);
  });

  test('lets pass what nobody knows before the cluster', () => {
    expect(
      judge({ properties: { a: { pattern: '^x$' }, n: { type: 'integer' } } }, { a: UNKNOWN, n: UNKNOWN }),
    ).toEqual([]);
  });

  test('of a subchart judges the values below its name', () => {
    expect(judge({ properties: { size: { type: 'string' } } }, { cache: { size: 1 } }, 'cache')).toEqual([
      'cache.size: must be string',
    ]);
    expect(judge({ type: 'object' }, { other: 1 }, 'cache')).toEqual([]);
  });

  test.each([
    ['http://json-schema.org/draft-04/schema#', { minimum: 1, exclusiveMinimum: true }],
    ['http://json-schema.org/draft-07/schema#', { $ref: '#/definitions/a' }],
    ['https://json-schema.org/draft/2019-09/schema', { $ref: '#/definitions/a' }],
    ['https://json-schema.org/draft/2020-12/schema', { $ref: '#/definitions/a' }],
  ])('is read in every draft that charts use: %s', ($schema, a) => {
    const schema = { $schema, definitions: { a: { type: 'integer', minimum: 1 } }, properties: { a } };
    expect(judge(schema, { a: 0 })).toEqual(['a: must be >= 1']);
    expect(judge(schema, { a: 2 })).toEqual([]);
  });

  test('that cannot be compiled says nothing', () => {
    expect(judge({ type: 'nonsense' }, { a: 1 })).toEqual([]);
    expect(judge({ $ref: '#/definitions/missing' }, { a: 1 })).toEqual([]);
    expect(judge({ properties: { a: { pattern: '(' } } }, { a: 'x' })).toEqual([]);
  });
});
