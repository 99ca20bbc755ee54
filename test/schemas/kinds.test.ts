import { readdirSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type * as z from 'zod';
import { isClusterScoped } from '../../lib/model/scope.js';
import { loadZodKinds } from '../../lib/schemas/kinds/registry.js';
import { MINIMAL } from './kind-samples.js';

const { groups, zodKinds, zodKindCheck } = await loadZodKinds();

function objectOf({ group, version, kind }: (typeof zodKinds)[number], rest: object) {
  return { apiVersion: `${group}/${version}`, kind, metadata: { name: 'demo' }, ...rest };
}

const check = (id: (typeof zodKinds)[number], rest: object) =>
  zodKindCheck(id.group, id.version, id.kind)?.(objectOf(id, rest)) ?? ['unknown kind'];

type Step = string | 0;
interface Level {
  readonly id: (typeof zodKinds)[number];
  readonly path: readonly Step[];
  readonly what: 'object' | 'scalar';
}

/** Every place of a schema that takes a map of known fields, or a single value. */
function levelsOf(id: Level['id'], schema: z.core.$ZodType, path: readonly Step[]): Level[] {
  const { def } = (schema as z.core.$ZodTypes)._zod;
  switch (def.type) {
    case 'optional':
      return levelsOf(id, def.innerType, path);
    case 'object': {
      const below = Object.entries(def.shape).flatMap(([name, field]) => levelsOf(id, field, [...path, name]));
      return [{ id, path, what: 'object' }, ...below];
    }
    case 'array':
      return levelsOf(id, def.element, [...path, 0]);
    case 'record':
      return levelsOf(id, def.valueType, [...path, 'any']);
    case 'unknown':
      return [];
    default:
      return [{ id, path, what: 'scalar' }];
  }
}

/** An object that has nothing but what leads to a value. */
function along([step, ...rest]: readonly Step[], value: unknown): unknown {
  if (step === undefined) return value;
  return step === 0 ? [along(rest, value)] : { [step]: along(rest, value) };
}

const levels = zodKinds.flatMap((id) => {
  const schema = groups[id.group]?.[id.kind]?.schema as z.ZodObject;
  return levelsOf(id, schema, []);
});
const objects = fc.constantFrom(...levels.filter(({ what }) => what === 'object'));
const scalars = fc.constantFrom(...levels.filter(({ what }) => what === 'scalar'));

describe('kinds that no package describes', () => {
  test.each(zodKinds.map((id) => [`${id.group}/${id.kind}`, id] as const))(
    '%s takes the least it needs',
    (name, id) => {
      expect(check(id, MINIMAL[name] ?? { missing: 'sample' })).toEqual([]);
    },
  );

  test('refuse an unknown field at every level that names its fields, and say where', () => {
    fc.assert(
      fc.property(objects, fc.constantFrom('zzUnknown', 'x-y', 'Spec'), ({ id, path }, name) => {
        const found = check(id, along(path, { [name]: 1 }) as object);
        expect(found).toContainEqual(
          expect.objectContaining({ path: [...path, name], keyword: 'unknown', message: `unknown field "${name}"` }),
        );
      }),
      { numRuns: 1500 },
    );
  });

  test('never complain about a value that nobody knows before the cluster, and do about a wrong one', () => {
    fc.assert(
      fc.property(scalars, fc.constantFrom('\uFDD0X\uFDD1', 'a-\uFDD0X\uFDD1-b'), ({ id, path }, token) => {
        const at = (found: readonly unknown[]) => JSON.stringify(found).includes(JSON.stringify(path));
        expect(at(check(id, along(path, token) as object))).toBe(false);
        expect(at(check(id, along(path, [[]]) as object))).toBe(true);
      }),
      { numRuns: 1500 },
    );
  });

  test('have the scope that the rest of the project gives them', () => {
    for (const { group, kind, scope } of zodKinds) {
      expect([kind, isClusterScoped(group, kind)]).toEqual([kind, scope === 'Cluster']);
    }
  });

  test('are all registered, and known at their own version alone', () => {
    const files = readdirSync('lib/schemas/kinds').map((name) => name.replace(/\.ts$/, ''));
    expect(files.filter((name) => name.includes('.'))).toEqual(Object.keys(groups).sort());
    expect(zodKindCheck('metallb.io', 'v1beta2', 'IPAddressPool')).toBeUndefined();
    expect(zodKindCheck('metallb.io', 'v1beta1', 'constructor')).toBeUndefined();
  });

  test('load by group, so that a tree pays for what it has', async () => {
    const { zodKinds: loaded } = await loadZodKinds(['longhorn.io', 'apps', '__proto__']);
    expect(loaded.map(({ kind }) => kind)).toEqual(['RecurringJob']);
  });
});
