import type { Json, JsonObject } from '../../model/json.js';

/** Words of a JSON Schema that say nothing about what is valid. */
const PROSE = new Set([
  '$comment',
  'default',
  'deprecated',
  'description',
  'example',
  'examples',
  'markdownDescription',
  'readOnly',
  'title',
  'writeOnly',
]);
/** Their members are names, not words of the schema. */
const NAMES = new Set([
  '$defs',
  'definitions',
  'dependencies',
  'dependentRequired',
  'dependentSchemas',
  'patternProperties',
  'properties',
]);
const VERBATIM = new Set(['const', 'enum', 'required', 'type']);

/**
 * A JSON Schema without its prose, as text of many short lines; what it refers to elsewhere is open.
 * @returns undefined for what is no schema
 */
export function stripSchema(text: string): string | undefined {
  let schema: Json;
  try {
    schema = JSON.parse(text) as Json;
  } catch {
    return undefined;
  }
  return isObject(schema) ? JSON.stringify(strip(schema), null, 1) : undefined;
}

function strip(schema: Json): Json {
  if (Array.isArray(schema)) return schema.map(strip);
  if (!isObject(schema)) return schema;
  // Nobody here fetches what another address says.
  if (typeof schema.$ref === 'string' && !schema.$ref.startsWith('#')) return {};
  const kept: Record<string, Json> = {};
  for (const [word, value] of Object.entries(schema)) {
    if (value === undefined || PROSE.has(word) || word.startsWith('x-')) continue;
    if (VERBATIM.has(word)) kept[word] = value;
    else if (NAMES.has(word) && isObject(value)) kept[word] = stripMembers(value);
    else kept[word] = typeof value === 'object' ? strip(value) : value;
  }
  return kept;
}

function stripMembers(members: JsonObject): JsonObject {
  return Object.fromEntries(
    Object.entries(members).map(([name, member]) => [name, member === undefined ? {} : strip(member)]),
  );
}

function isObject(value: Json | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
