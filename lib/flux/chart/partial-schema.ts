/** Words that judge a whole document. */
const OF_THE_WHOLE = new Set([
  'dependencies',
  'dependentRequired',
  'dependentSchemas',
  'else',
  'if',
  'minItems',
  'minProperties',
  'not',
  'required',
  'then',
  'contains',
  'minContains',
]);
/** Their members are names of other schemas. */
const NAMES = new Set(['$defs', 'definitions', 'patternProperties', 'properties']);

/**
 * A JSON Schema that a part of a valid document fits, too: nothing is required, and where exactly one form had to fit,
 * any does.
 */
export function partialSchema(schema: unknown): unknown {
  if (Array.isArray(schema)) return schema.map(partialSchema);
  if (typeof schema !== 'object' || schema === null) return schema;
  const kept: Record<string, unknown> = {};
  for (const [word, value] of Object.entries(schema)) {
    if (OF_THE_WHOLE.has(word)) continue;
    if (word === 'enum' || word === 'const') kept[word] = value;
    else if (NAMES.has(word)) kept[word] = mapValues(value);
    else if (word === 'allOf') kept.allOf = [...allOf(kept), ...(partialSchema(value) as unknown[])];
    else if (word === 'oneOf') addAlternatives(kept, partialSchema(value));
    else if (word === 'anyOf' && 'oneOf' in schema) addAlternatives(kept, partialSchema(value));
    // Draft 4 says with true that a bound itself is out.
    else if (/^exclusiveM/.test(word) && typeof value === 'boolean') continue;
    else kept[word] = partialSchema(value);
  }
  return kept;
}

function addAlternatives(kept: Record<string, unknown>, alternatives: unknown): void {
  kept.allOf = [...allOf(kept), { anyOf: alternatives }];
}

function allOf({ allOf }: Record<string, unknown>): readonly unknown[] {
  return Array.isArray(allOf) ? allOf : [];
}

function mapValues(members: unknown): unknown {
  if (typeof members !== 'object' || members === null) return members;
  return Object.fromEntries(Object.entries(members).map(([name, member]) => [name, partialSchema(member)]));
}
