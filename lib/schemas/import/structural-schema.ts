import * as z from 'zod';
import type { Json } from '../../model/json.js';
import type { JsonSchema } from '../json-schema.js';

/** What a schema says about values; the rest is prose, or meant for those who show it. */
const KEPT = new Set([
  ...['type', 'required', 'enum', 'default', 'nullable', 'pattern', 'format', 'multipleOf', 'uniqueItems'],
  ...['minimum', 'maximum', 'exclusiveMinimum', 'exclusiveMaximum', 'minLength', 'maxLength', 'minItems', 'maxItems'],
  ...['minProperties', 'maxProperties', 'x-kubernetes-int-or-string', 'x-kubernetes-preserve-unknown-fields'],
  ...['x-kubernetes-embedded-resource', 'x-kubernetes-list-type', 'x-kubernetes-list-map-keys'],
  'x-kubernetes-map-type',
]);
const PART = ['items', 'not', 'additionalProperties'] as const;
const PARTS = ['oneOf', 'anyOf', 'allOf'] as const;

/** A rule in CEL that the API server evaluates; its message is prose and left out. */
const rules = z.array(z.looseObject({ rule: z.string() }));

/**
 * A schema of a custom resource definition without prose, its members in an order of our own, so that the same
 * definition gives the same bytes whatever wrote it.
 *
 * @throws Error, with the path, where it is no schema.
 */
export function structuralSchema(found: unknown, path = 'openAPIV3Schema'): JsonSchema {
  if (typeof found === 'boolean') return found;
  if (typeof found !== 'object' || found === null || Array.isArray(found)) throw new Error(`${path} is no schema`);
  const schema = found as Readonly<Record<string, unknown>>;
  const kept = new Map<string, unknown>();
  for (const [keyword, value] of Object.entries(schema)) if (KEPT.has(keyword)) kept.set(keyword, value as Json);
  if (schema.properties !== undefined) kept.set('properties', properties(schema.properties, `${path}.properties`));
  for (const keyword of PART) {
    if (schema[keyword] !== undefined) kept.set(keyword, structuralSchema(schema[keyword], `${path}.${keyword}`));
  }
  for (const keyword of PARTS) {
    if (!Array.isArray(schema[keyword])) continue;
    const parts: unknown[] = schema[keyword];
    kept.set(
      keyword,
      parts.map((part, index) => structuralSchema(part, `${path}.${keyword}[${index}]`)),
    );
  }
  const validations = rules.safeParse(schema['x-kubernetes-validations']);
  if (validations.success) {
    kept.set(
      'x-kubernetes-validations',
      validations.data.map(({ rule, optionalOldSelf }) => ({
        rule,
        ...(optionalOldSelf === true && { optionalOldSelf }),
      })),
    );
  }
  return Object.fromEntries([...kept].sort(([a], [b]) => (a < b ? -1 : 1))) as JsonSchema;
}

function properties(found: unknown, path: string): Readonly<Record<string, JsonSchema>> {
  if (typeof found !== 'object' || found === null || Array.isArray(found)) throw new Error(`${path} is no map`);
  return Object.fromEntries(
    Object.entries(found)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([name, property]) => [name, structuralSchema(property, `${path}.${name}`)]),
  );
}
