import { parseAllDocuments } from 'yaml';
import { InputError } from '../model/error.js';

/** A value within YAML, and where it is: `values.github-token.fn::secret`. */
export interface LeafText {
  readonly path: readonly string[];
  readonly text: string;
}

/**
 * Every value of a YAML text as it is written there, whatever its type.
 * @throws InputError naming the text, never a value, when it is no YAML.
 */
export function leafTexts(yaml: string, name: string): LeafText[] {
  const parsed = parseAllDocuments(yaml, { schema: 'failsafe', resolveKnownTags: false, prettyErrors: false });
  const documents = 'empty' in parsed ? [] : parsed;
  const leaves: LeafText[] = [];
  for (const document of documents) {
    const [error] = document.errors;
    if (error !== undefined) throw new InputError(`${name}: no valid YAML (${error.code})`);
    // Aliases are few in what people write; many make a text that grows without end.
    collect(
      resolved(() => document.toJS({ maxAliasCount: 100 }), name),
      [],
      leaves,
    );
  }
  return leaves;
}

/** The same data, whatever the style, the comments, and the order of keys. */
export function dataOf(yaml: string, name: string): unknown {
  const parsed = parseAllDocuments(yaml, { prettyErrors: false, intAsBigInt: true });
  const documents = 'empty' in parsed ? [] : parsed;
  return documents.map((document) => {
    if (document.errors[0] !== undefined) throw new InputError(`${name}: no valid YAML (${document.errors[0].code})`);
    return resolved(() => document.toJS({ maxAliasCount: 100 }), name);
  });
}

function resolved(read: () => unknown, name: string): unknown {
  try {
    return read();
  } catch {
    throw new InputError(`${name}: its aliases cannot be resolved`);
  }
}

function collect(value: unknown, path: readonly string[], leaves: LeafText[]): void {
  if (typeof value === 'string') leaves.push({ path, text: value });
  else if (Array.isArray(value))
    for (const [index, item] of value.entries()) collect(item, [...path, `${index}`], leaves);
  else if (typeof value === 'object' && value !== null) {
    for (const [key, child] of Object.entries(value)) collect(child, [...path, key], leaves);
  }
}
