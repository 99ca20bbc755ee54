import type { JsonObject } from '../../model/json.js';
import { parseYaml } from './parse-yaml.js';
import { readPlainYaml } from './plain-yaml/read-plain-yaml.js';
import { sizeWithAliases } from './size-with-aliases.js';
import type { TextFault, TreeDocument } from './view.js';

const TOO_MANY_ALIASES = 'is no YAML that Flux can read: its aliases make it endless, or too large';

/** What a file of YAML holds. */
export interface ReadDocuments {
  readonly documents: readonly TreeDocument[];
  readonly faults: readonly TextFault[];
}

/** More values than that are no manifest, but a few aliases of aliases; Flux refuses them, too. */
const MOST_VALUES = 1_000_000;

/**
 * Reads a file of YAML, fast and as Flux reads it: several documents, empty ones left out, `kind: List` taken apart.
 * Duplicate keys, aliases to nothing and broken YAML are faults.
 */
export function readDocuments(path: string, text: string): ReadDocuments {
  let values: readonly unknown[];
  try {
    const content = text.startsWith('\uFEFF') ? text.slice(1) : text;
    values = readPlainYaml(content) ?? parseYaml(content);
  } catch (error) {
    return { documents: [], faults: [describe(error)] };
  }
  const documents: TreeDocument[] = [];
  const faults: TextFault[] = [];
  for (const [index, value] of values.entries()) {
    if (value === null || value === undefined) continue;
    if (text.includes('*') && sizeWithAliases(value) > MOST_VALUES) faults.push({ message: TOO_MANY_ALIASES });
    else if (!isMap(value)) faults.push({ message: `document ${index + 1} is no map, but ${whatIs(value)}` });
    else for (const object of itemsOf(value)) documents.push({ file: path, index, object });
  }
  return { documents, faults };
}

/** Documents that are data already. */
export function asDocuments(path: string, objects: readonly JsonObject[]): TreeDocument[] {
  return objects.map((object, index) => ({ file: path, index, object }));
}

function itemsOf(object: JsonObject): JsonObject[] {
  const { kind, items } = object;
  if (kind !== 'List' || !Array.isArray(items)) return [object];
  return items.filter(isMap);
}

function describe(error: unknown): TextFault {
  if (!(error instanceof Error)) throw error;
  const mark = (error as { mark?: { line?: number } }).mark;
  const reason = (error as { reason?: string }).reason ?? error.message.split('\n')[0] ?? 'unreadable';
  const message = `is no YAML that Flux can read: ${reason}`;
  return mark?.line === undefined ? { message } : { message, line: mark.line + 1 };
}

function whatIs(value: unknown): string {
  return Array.isArray(value) ? 'a list' : `a ${typeof value}`;
}

function isMap(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
