import type * as z from 'zod';

/** Where a value is in an object. */
export type Path = readonly (string | number)[];

type Schema = z.core.$ZodType;

/** The schema itself, without what only says that it may be absent. */
function bare(schema: Schema): z.core.$ZodTypes {
  const { def } = (schema as z.core.$ZodTypes)._zod;
  return def.type === 'optional' ? bare(def.innerType) : (schema as z.core.$ZodTypes);
}

/** The schema of a member; undefined where there is none. */
function memberOf(schema: Schema, key: string | number): Schema | undefined {
  const { def } = bare(schema)._zod;
  if (def.type === 'object') return def.shape[key];
  if (def.type === 'array') return def.element;
  if (def.type === 'record') return def.valueType;
  if (def.type === 'union')
    return def.options.map((option) => memberOf(option, key)).find((found) => found !== undefined);
  return undefined;
}

/** The schema that a path leads to, without what only says that it may be absent; the top where it leads nowhere. */
export function schemaAt(top: Schema, path: Path): Schema {
  let schema: Schema = top;
  for (const key of path) schema = memberOf(schema, key) ?? schema;
  return bare(schema);
}

/** True where the field that a path leads to may be absent. */
export function isOptional(top: Schema, path: Path): boolean {
  const name = path.at(-1);
  if (name === undefined) return false;
  const schema = memberOf(schemaAt(top, path.slice(0, -1)), name);
  return (schema as z.core.$ZodTypes | undefined)?._zod.def.type === 'optional';
}

/** The fields that a schema names. */
export function fieldsOf(schema: Schema): readonly string[] {
  const { def } = bare(schema)._zod;
  if (def.type === 'object') return Object.keys(def.shape);
  return def.type === 'union' ? def.options.flatMap(fieldsOf) : [];
}
