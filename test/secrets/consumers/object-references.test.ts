import { describe, expect, test } from '@jest/globals';
import * as fc from 'fast-check';
import type { Json } from '../../../lib/model/json.js';
import { objectReferences } from '../../../lib/secrets/consumers/object-references.js';

const shown = (value: Json, key?: string) =>
  objectReferences(value, key).map(({ kind, namespace, name, path, keys, optional, generated }) => [
    `${kind} ${namespace === undefined ? '' : `${namespace}/`}${name}`,
    path.join('.'),
    keys.map((one) => `${one.key} at ${one.path.join('.')}`).join(),
    ...(optional ? ['optional'] : []),
    ...(generated ? ['generated'] : []),
  ]);

describe('a reference says where its name and its keys stand', () => {
  test.each<[string, Json, string[]]>([
    [
      'a variable',
      { env: [{ valueFrom: { secretKeyRef: { name: 'a', key: 'k' } } }] },
      ['Secret a', 'env.0.valueFrom.secretKeyRef.name', 'k at env.0.valueFrom.secretKeyRef.key'],
    ],
    [
      'a variable that may be missing',
      { configMapKeyRef: { name: 'a', key: 'k', optional: true } },
      ['ConfigMap a', 'configMapKeyRef.name', 'k at configMapKeyRef.key', 'optional'],
    ],
    [
      'files of a volume',
      { secret: { secretName: 'a', items: [{ key: 'k', path: 'p' }] } },
      ['Secret a', 'secret.secretName', 'k at secret.items.0.key'],
    ],
    ['a volume of a ConfigMap', { configMap: { name: 'a' } }, ['ConfigMap a', 'configMap.name', '']],
    [
      'values',
      { valuesFrom: [{ kind: 'ConfigMap', name: 'a', valuesKey: 'v' }] },
      ['ConfigMap a', 'valuesFrom.0.name', 'v at valuesFrom.0.valuesKey'],
    ],
    [
      'a password to be made',
      { passwordSecretKeyRef: { name: 'a', key: 'k', generate: true } },
      ['Secret a', 'passwordSecretKeyRef.name', 'k at passwordSecretKeyRef.key', 'generated'],
    ],
    [
      'Terraform’s variables',
      { varsFrom: [{ kind: 'Secret', name: 'a', varsKeys: ['x', 'y:z'] }] },
      ['Secret a', 'varsFrom.0.name', 'x at varsFrom.0.varsKeys.0,y at varsFrom.0.varsKeys.1'],
    ],
    ['a name with its namespace', { 'nginx/auth-secret': 'b/a' }, ['Secret b/a', 'nginx/auth-secret', '']],
    [
      'a selector by its two fields',
      { accessKeyId: { name: 'a', key: 'k' } },
      ['Secret a', 'accessKeyId.name', 'k at accessKeyId.key'],
    ],
    ['a list of names', { configMaps: ['a'] }, ['ConfigMap a', 'configMaps.0', '']],
  ])('%s', (_, value, expected) => {
    expect(shown(value)).toEqual([expected]);
  });
});

test('what only looks alike is no reference', () => {
  expect(shown({ remoteRef: { key: 'app', property: 'x' } })).toEqual([]);
  expect(shown({ secretStoreRef: { kind: 'SecretStore', name: 'vault' } })).toEqual([]);
  expect(shown({ configMapRef: { kind: 'Other', name: 'a' } })).toEqual([]);
  expect(shown({ secretName: '{{ .Release.Name }}-tls' })).toEqual([]);
});

test('every path leads to the name that was found, whatever stands around it', () => {
  const tree = fc.letrec<{ value: Json }>((tie) => ({
    value: fc.oneof(
      { depthSize: 'small' },
      fc.constantFrom<Json>(null, 5, true, 'word'),
      fc.array(tie('value'), { maxLength: 3 }),
      fc.dictionary(
        fc.constantFrom('secretRef', 'configMap', 'name', 'secretName', 'key', 'items', 'kind', 'a'),
        tie('value'),
        {
          maxKeys: 5,
          noNullPrototype: true,
        },
      ),
    ),
  })).value;
  fc.assert(
    fc.property(tree, (value) => {
      for (const { name, path } of objectReferences(value)) {
        const found = path.reduce<unknown>((at, part) => (at as Record<string | number, unknown>)[part], value);
        expect(found).toBe(name);
      }
    }),
    { numRuns: 500 },
  );
});
