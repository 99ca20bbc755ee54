import type { JsonSchema, ObjectSchema } from '../json-schema.js';

/** Shorter parts cost less where they stand than a reference to them. */
const SHORTEST = 90;

/** Definitions by name. */
export type Definitions = Readonly<Record<string, JsonSchema>>;

/** The sub-schemas of a schema, by the word that leads to each. */
function partsOf(schema: ObjectSchema): [word: string, part: JsonSchema][] {
  const { properties = {}, patternProperties = {}, additionalProperties, items, not } = schema;
  return [
    ...Object.entries(properties),
    ...Object.entries(patternProperties).map(([, part]): [string, JsonSchema] => ['values', part]),
    ...(additionalProperties === undefined ? [] : [['values', additionalProperties] as [string, JsonSchema]]),
    ...(items === undefined ? [] : [['items', items] as [string, JsonSchema]]),
    ...(not === undefined ? [] : [['not', not] as [string, JsonSchema]]),
    ...[...(schema.oneOf ?? []), ...(schema.anyOf ?? []), ...(schema.allOf ?? [])].map((part): [string, JsonSchema] => [
      'form',
      part,
    ]),
  ];
}

/** The schema with each of its sub-schemas changed. */
export function mapParts(schema: ObjectSchema, change: (part: JsonSchema) => JsonSchema): ObjectSchema {
  const { properties, patternProperties, additionalProperties, items, not, oneOf, anyOf, allOf } = schema;
  const changed = (record: Readonly<Record<string, JsonSchema>>) =>
    Object.fromEntries(Object.entries(record).map(([name, part]) => [name, change(part)]));
  return {
    ...schema,
    ...(properties && { properties: changed(properties) }),
    ...(patternProperties && { patternProperties: changed(patternProperties) }),
    ...(additionalProperties !== undefined && { additionalProperties: change(additionalProperties) }),
    ...(items !== undefined && { items: change(items) }),
    ...(not !== undefined && { not: change(not) }),
    ...(oneOf && { oneOf: oneOf.map(change) }),
    ...(anyOf && { anyOf: anyOf.map(change) }),
    ...(allOf && { allOf: allOf.map(change) }),
  };
}

/**
 * The same definitions with every part that occurs more than once as a definition of its own, named by the field where
 * it was first met. Equal parts are found by their text.
 */
export function shareParts(definitions: Definitions): Definitions {
  const texts = new Map<JsonSchema, string>();
  const textOf = (schema: JsonSchema): string => {
    const known = texts.get(schema);
    if (known !== undefined) return known;
    const text = JSON.stringify(schema);
    texts.set(schema, text);
    return text;
  };
  const seen = new Map<string, { name: string; times: number }>();
  const count = (schema: JsonSchema, word: string): void => {
    if (typeof schema === 'boolean') return;
    const text = textOf(schema);
    if (text.length < SHORTEST) return;
    const known = seen.get(text);
    if (known !== undefined) known.times++;
    else {
      seen.set(text, { name: word, times: 1 });
      countParts(schema, word);
    }
  };
  const countParts = (schema: ObjectSchema, word: string): void => {
    for (const [inner, part] of partsOf(schema)) count(part, generic(inner) ? word : inner);
  };
  for (const [name, schema] of Object.entries(definitions)) {
    if (typeof schema !== 'boolean') countParts(schema, name.replace(/^.*\//, ''));
  }

  const names = new Map<string, string>();
  const shared: Record<string, JsonSchema> = {};
  const rewrite = (schema: JsonSchema): JsonSchema => {
    if (typeof schema === 'boolean') return schema;
    const text = textOf(schema);
    const known = seen.get(text);
    if (known === undefined || known.times < 2) return mapParts(schema, rewrite);
    let name = names.get(text);
    if (name === undefined) {
      name = free(known.name, shared, definitions);
      names.set(text, name);
      shared[name] = true;
      shared[name] = mapParts(schema, rewrite);
    }
    return { $ref: name };
  };
  const kept = Object.entries(definitions).map(([name, schema]): [string, JsonSchema] => [
    name,
    typeof schema === 'boolean' ? schema : mapParts(schema, rewrite),
  ]);
  return { ...Object.fromEntries(kept), ...shared };
}

function generic(word: string): boolean {
  return word === 'values' || word === 'items' || word === 'form' || word === 'not';
}

function free(name: string, ...taken: readonly Definitions[]): string {
  const isFree = (candidate: string) => taken.every((definitions) => !(candidate in definitions));
  for (let number = 1; ; number++) {
    const candidate = number === 1 ? name : `${name}${number}`;
    if (isFree(candidate)) return candidate;
  }
}
