import type { JsonObject } from '../../lib/model/json.js';
import type { JsonSchema, ObjectSchema } from '../../lib/schemas/json-schema.js';

/** Anything at all: where the schema says no more than this repository's does. */
const OPEN: JsonObject = { 'x-kubernetes-preserve-unknown-fields': true };

/** What says how a value looks, and means the same in a definition. */
const KEPT = [
  ...['enum', 'format', 'minimum', 'maximum', 'minLength', 'maxLength', 'minItems', 'maxItems', 'minProperties'],
  'maxProperties',
] as const;

/**
 * A JSON schema as a definition may hold it: with a type everywhere, without references and alternatives. Where two
 * shapes are possible, both are let through; a number or a text stays one.
 */
export function structuralSchema(schema: JsonSchema, resolve: (name: string) => JsonSchema): JsonObject {
  const open = resolved(schema, resolve);
  if (open === undefined) return OPEN;
  if (isIntOrString(open)) return { 'x-kubernetes-int-or-string': true };
  const type = typeOf(open);
  if (type === undefined) return OPEN;
  const kept = Object.fromEntries(KEPT.flatMap((name) => (open[name] === undefined ? [] : [[name, open[name]]])));
  const nullable = open.nullable === true || (Array.isArray(open.type) && open.type.includes('null'));
  const common = { ...kept, ...choice(open), ...pattern(open), type, ...(nullable ? { nullable } : {}) } as JsonObject;
  if (type === 'array') return { ...common, items: structuralSchema(open.items ?? true, resolve) };
  return type === 'object' ? { ...common, ...members(open, resolve) } : common;
}

function members({ properties, additionalProperties, required }: ObjectSchema, resolve: (name: string) => JsonSchema) {
  if (properties !== undefined && Object.keys(properties).length > 0) {
    const inner = Object.entries(properties).map(([name, one]) => [name, structuralSchema(one, resolve)]);
    return {
      properties: Object.fromEntries(inner),
      ...(required === undefined || required.length === 0 ? {} : { required }),
      ...(additionalProperties === undefined || additionalProperties === false ? {} : OPEN),
    };
  }
  if (typeof additionalProperties === 'object') {
    return { additionalProperties: structuralSchema(additionalProperties, resolve) };
  }
  return additionalProperties === false ? {} : OPEN;
}

function resolved(schema: JsonSchema, resolve: (name: string) => JsonSchema): ObjectSchema | undefined {
  if (typeof schema === 'boolean') return undefined;
  if (schema.$ref === undefined) return schema;
  const target = resolved(resolve(schema.$ref), resolve);
  const { $ref: _, ...rest } = schema;
  return target === undefined ? undefined : { ...target, ...rest };
}

function typeOf({ type, properties, items, enum: choices, const: one }: ObjectSchema): string | undefined {
  const named = (Array.isArray(type) ? type : [type]).filter((name) => name !== 'null');
  if (named.length === 1 && typeof named[0] === 'string') return named[0];
  if (named.length > 1) return undefined;
  if (properties !== undefined) return 'object';
  if (items !== undefined) return 'array';
  return (choices ?? [one]).every((value) => typeof value === 'string') ? 'string' : undefined;
}

function isIntOrString(schema: ObjectSchema): boolean {
  if (schema['x-kubernetes-int-or-string'] === true) return true;
  const types = (schema.anyOf ?? schema.oneOf ?? []).map((one) => (typeof one === 'object' ? one.type : undefined));
  return types.length === 2 && types.includes('string') && (types.includes('integer') || types.includes('number'));
}

function choice({ const: one }: ObjectSchema): JsonObject {
  return one === undefined ? {} : { enum: [one] };
}

/** Go's expressions know no looking around. */
function pattern({ pattern: text }: ObjectSchema): JsonObject {
  return text === undefined || /\(\?(?:[=!]|<[=!])/.test(text) ? {} : { pattern: text };
}
