import type { ImportableKind } from './importable-kind.js';
import type { ZodKinds } from './kinds/zod-kind.js';
import { DEEP_READONLY } from './model-importables.js';

const FOLDER = 'lib/schemas/kinds';

/** The kinds that have a zod schema. Their types are those of the schema: no field is written down twice. */
export function zodImportables(groups: Readonly<Record<string, ZodKinds>>): readonly ImportableKind[] {
  return Object.entries(groups).flatMap(([group, kinds]) =>
    Object.entries(kinds)
      .filter(([, { applied = true }]) => applied)
      .map(([kind, { version, schema }]) => ({
        group,
        version,
        kind,
        from: `${FOLDER}/${group}.ts`,
        imports: [
          `import type { KINDS } from '../${FOLDER}/${group}.js';`,
          `import type { ZodKindInput } from '../${FOLDER}/zod-kind.js';`,
          DEEP_READONLY,
        ],
        properties: Object.entries(schema.shape).map(([name, field]) => ({
          name,
          required: !field.safeParse(undefined).success,
          type: `DeepReadonly<ZodKindInput<typeof KINDS.${kind}>['${name}']>`,
        })),
      })),
  );
}
