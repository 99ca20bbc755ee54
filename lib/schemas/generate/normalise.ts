import type { JsonSchema, ObjectSchema } from '../json-schema.js';

/** Keywords that decide what a value may be. The rest is prose, or says how the API server merges. */
const KEPT = new Set([
  ...['$ref', 'type', 'required', 'enum', 'const', 'pattern', 'format', 'nullable', 'multipleOf', 'uniqueItems'],
  ...['minimum', 'maximum', 'exclusiveMinimum', 'exclusiveMaximum', 'minLength', 'maxLength', 'minItems', 'maxItems'],
  ...['minProperties', 'maxProperties', 'x-kubernetes-preserve-unknown-fields', 'x-kubernetes-list-type'],
  'x-kubernetes-list-map-keys',
]);
const LISTS = ['oneOf', 'anyOf', 'allOf'] as const;
type Draft = { -readonly [Key in keyof ObjectSchema]: ObjectSchema[Key] };

/**
 * A schema as the compiled files hold it: without prose, closed against unknown fields wherever it names the fields
 * that there are, and without what follows from our reading of it (null stands for an optional field's absence).
 */
export function normaliseSchema(schema: JsonSchema): JsonSchema {
  return normalise(schema, true);
}

function normalise(given: JsonSchema, close: boolean): JsonSchema {
  if (typeof given === 'boolean') return given;
  const schema = mergeEmbedded(given);
  const out: Draft = {};
  for (const [keyword, value] of Object.entries(schema)) {
    if (KEPT.has(keyword)) (out as Record<string, unknown>)[keyword] = value;
  }
  readTypes(out, schema);
  const { properties, patternProperties, additionalProperties, items, not } = schema;
  if (properties !== undefined) out.properties = normaliseProperties(properties, schema);
  if (patternProperties !== undefined) {
    out.patternProperties = mapValues(patternProperties, (property) => normalise(property, true));
  }
  if (typeof additionalProperties === 'object') out.additionalProperties = normalise(additionalProperties, true);
  else if (additionalProperties === false) out.additionalProperties = false;
  if (items !== undefined) out.items = normalise(items, true);
  if (not !== undefined) out.not = normalise(not, false);
  if (!isIntOrString(schema)) {
    // Alternatives narrow what the schema around them allows; closing one would refuse the fields of the others.
    for (const keyword of LISTS) {
      if (schema[keyword] !== undefined) out[keyword] = schema[keyword].map((part) => normalise(part, false));
    }
  }
  const open = schema['x-kubernetes-preserve-unknown-fields'] || schema['x-kubernetes-embedded-resource'];
  const embeds = schema.allOf?.some((part) => typeof part === 'object' && part.$ref !== undefined);
  if (close && properties !== undefined && additionalProperties === undefined && !open && !embeds) {
    out.additionalProperties = false;
  }
  if (out.required?.length === 0) delete out.required;
  if (mayRepeat(out['x-kubernetes-list-type'])) delete out['x-kubernetes-list-type'];
  return out;
}

/** A struct that embeds others has their fields as its own. */
function mergeEmbedded(schema: ObjectSchema): ObjectSchema {
  const parts = (schema.allOf ?? []).map((part) => (typeof part === 'boolean' ? part : mergeEmbedded(part)));
  const embedded = parts.filter((part) => typeof part === 'object').filter(isStruct);
  if (embedded.length === 0) return schema;
  const { allOf: _, ...own } = schema;
  const rest = parts.filter((part) => typeof part === 'boolean' || !isStruct(part));
  const required = [...new Set([...embedded, own].flatMap((part) => part.required ?? []))];
  return {
    ...own,
    properties: Object.assign({}, ...embedded.map((part) => part.properties), own.properties),
    ...(required.length === 0 ? {} : { required }),
    ...(rest.length === 0 ? {} : { allOf: rest }),
  };
}

/** True for fields and nothing else. */
function isStruct(schema: ObjectSchema): boolean {
  const known = ['properties', 'required', 'type', 'nullable', 'description', 'additionalProperties'];
  return schema.properties !== undefined && Object.keys(schema).every((key) => known.includes(key));
}

/** Only maps and sets forbid that an item is there twice. */
function mayRepeat(type: string | undefined): boolean {
  return type !== undefined && type !== 'map' && type !== 'set';
}

function readTypes(out: Draft, schema: ObjectSchema): void {
  if (isIntOrString(schema)) out.type = ['integer', 'string'];
  if (typeof out.type === 'string' || out.type === undefined) return;
  const types = out.type.filter((type) => type !== 'null');
  if (types.length < out.type.length) out.nullable = true;
  out.type = types.length === 1 ? (types[0] as string) : types;
}

/** Written in three ways: by Kubernetes' own word, and as either of two types. */
function isIntOrString(schema: ObjectSchema): boolean {
  if (schema['x-kubernetes-int-or-string'] === true) return true;
  const parts = schema.oneOf ?? schema.anyOf ?? [];
  if (parts.length !== 2 || schema.properties !== undefined) return false;
  const types = parts.map((part) =>
    typeof part === 'boolean'
      ? ''
      : [part.type]
          .flat()
          .filter((type) => type !== 'null')
          .join(),
  );
  return [...types].sort().join() === 'integer,string';
}

function normaliseProperties(properties: Readonly<Record<string, JsonSchema>>, { required = [] }: ObjectSchema) {
  return Object.fromEntries(
    Object.entries(properties).map(([name, property]) => {
      const schema = normalise(property, true);
      return [name, required.includes(name) || typeof schema === 'boolean' ? schema : withoutNull(schema)];
    }),
  );
}

function withoutNull({ nullable: _, ...schema }: ObjectSchema): ObjectSchema {
  return schema;
}

function mapValues<T>(record: Readonly<Record<string, T>>, change: (value: T) => T): Record<string, T> {
  return Object.fromEntries(Object.entries(record).map(([key, value]) => [key, change(value)]));
}

/**
 * The schema of a whole object, of what a person writes: the API server owns `status`, the object's own words say what
 * it is, and metadata is the same for every kind.
 */
export function normaliseKind(schema: JsonSchema): JsonSchema {
  const normal = normaliseSchema(schema);
  if (typeof normal === 'boolean') return normal;
  const { status: _, metadata: __, ...properties } = normal.properties ?? {};
  const own = Object.keys(properties).filter((name) => name !== 'apiVersion' && name !== 'kind');
  const required = (normal.required ?? []).filter((name) => own.includes(name));
  const { required: ___, nullable: ____, ...rest } = normal;
  return {
    ...rest,
    ...(required.length === 0 ? {} : { required }),
    properties: {
      apiVersion: true,
      kind: true,
      metadata: { $ref: 'ObjectMeta' },
      status: true,
      ...Object.fromEntries(own.map((name) => [name, properties[name] as JsonSchema])),
    },
  };
}
