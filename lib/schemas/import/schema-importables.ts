import { by } from '../../model/code-unit-order.js';
import type { ImportableKind } from '../importable-kind.js';
import type { KindSchema } from '../kind-schema.js';
import { TypeNames, TypescriptTypes } from './typescript-types.js';

/** Properties that cdk8s writes itself, and the one that only controllers write. */
const NOT_PROPS = new Set(['apiVersion', 'kind', 'metadata', 'status']);
/** What every file of `imports/` has in it besides its kinds. */
export const TAKEN_NAMES = ['ApiObject', 'ApiObjectMetadata', 'Construct', 'DeepReadonly', 'KINDS', 'ZodKindInput'];

/**
 * The kinds that `npm run import` added, with types made of their schemas.
 *
 * @param others kinds of the same groups whose names the types must not take.
 */
export function schemaImportables(
  kinds: readonly KindSchema[],
  others: readonly Pick<ImportableKind, 'group' | 'kind'>[],
): readonly ImportableKind[] {
  const all = [...kinds, ...others];
  const groups = new Map<string, TypeNames>();
  for (const { group } of kinds) {
    const members = all
      .filter((other) => other.group === group)
      .flatMap(({ kind }) => [kind, `${kind}Props`, `I${kind}`]);
    groups.set(group, new TypeNames([...TAKEN_NAMES, ...members]));
  }
  return [...kinds].sort(by(({ group, kind }) => `${group}/${kind}`)).map(({ group, version, kind, schema, from }) => {
    const types = new TypescriptTypes(groups.get(group) as TypeNames);
    const written = typeof schema === 'boolean' ? [] : types.properties(kind, withoutOwn(schema));
    return {
      group,
      version,
      kind,
      from,
      imports: [],
      properties: written,
      declarations: types.declarations,
      preferred: true,
    };
  });
}

function withoutOwn<Schema extends Exclude<KindSchema['schema'], boolean>>(schema: Schema): Schema {
  const left = Object.entries(schema.properties ?? {}).filter(([name]) => !NOT_PROPS.has(name));
  return { ...schema, properties: Object.fromEntries(left) };
}
