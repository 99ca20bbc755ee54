import {
  type Document,
  isAlias,
  isCollection,
  isMap,
  isScalar,
  isSeq,
  parseAllDocuments,
  type Scalar,
  visit,
  type YAMLMap,
  type YAMLSeq,
} from 'yaml';
import { SopsError } from './error.js';
import { resolveScalar, type ScalarText, UnsupportedScalar } from './resolve-scalar.js';
import { settleStyle } from './set-text.js';
import type { SopsValue } from './value.js';

/** Where SOPS keeps its metadata, in every document of a file. */
export const METADATA_KEY = 'sops';

/** A scalar that is no map key, and the map keys that lead to it (sequence indices are not part of a path). */
export interface Leaf {
  readonly node: Scalar;
  readonly path: readonly string[];
  /** The list that it is an item of. @default it is a map's value */
  readonly list?: YAMLSeq;
}

/** A file's syntax tree. Every scalar is its text: types are resolved as Go does it, when they are asked for. */
export type SyntaxTree = readonly Document[];

const BYTE_ORDER_MARK = '\ufeff';
// What Go's YAML refuses, and the line breaks that it knows and YAML 1.2 does not: to it, a comment or a quoted text
// would end there.
const REFUSED = /[^\t\n\r\x20-\x7e\xa0-\u2027\u202a-\ud7ff\ue000-\ufefe\uff00-\ufffd\u{10000}-\u{10ffff}]/u;
const ESCAPED = /[\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff]/g;

/** @throws SopsError when the text is no YAML, holds two equal keys, or a character that readers do not agree on. */
export function parseYaml(text: string, file: string): SyntaxTree {
  const refused = REFUSED.exec(text.startsWith(BYTE_ORDER_MARK) ? text.slice(1) : text);
  if (refused !== null) {
    const code = nameOf(refused[0]);
    throw new SopsError(
      'SOPS_SYNTAX',
      file,
      `holds the character ${code} as it is`,
      `write \\u${code.slice(2)} in double quotes`,
    );
  }
  const parsed = parseAllDocuments(text, {
    schema: 'failsafe',
    resolveKnownTags: false,
    logLevel: 'error',
    prettyErrors: false,
  });
  const documents: readonly Document[] = 'empty' in parsed ? [] : parsed;
  for (const document of documents) {
    const [error] = document.errors;
    // The parser's message may quote the line, and so a value.
    if (error !== undefined) throw new SopsError('SOPS_SYNTAX', file, `no valid YAML (${error.code})`);
    if (document.contents !== null && !isMap(document.contents) && !isEmpty(document.contents)) {
      throw new SopsError('SOPS_UNSUPPORTED', file, 'a document that is no map');
    }
    refuseQuestionMarks(document, file);
  }
  return documents;
}

const FORMAT = {
  indent: 4,
  indentSeq: true,
  lineWidth: 0,
  doubleQuotedMinMultiLineLength: Number.POSITIVE_INFINITY,
};

/** The text of a tree, in the form that `sops` writes. */
export function formatYaml(tree: SyntaxTree): string {
  for (const document of tree) visit(document, { Scalar: (_, node) => settleStyle(node) });
  const texts = tree.map((document) => alignMetadata(document.toString(FORMAT)));
  return texts
    .map((text, index) => (index > 0 && !text.startsWith('---') ? `---\n${text}` : text))
    .join('')
    .replace(ESCAPED, (character) => `\\u${nameOf(character).slice(2)}`);
}

/** Unquoted text of an inline list or map that begins with `?` is a key to Go's YAML. */
function refuseQuestionMarks(document: Document, file: string): void {
  visit(document, {
    Scalar: (_, { value, type }, parents) => {
      if (type !== 'PLAIN' || typeof value !== 'string' || !value.startsWith('?')) return;
      if (!parents.some((parent) => isCollection(parent) && parent.flow === true)) return;
      throw new SopsError(
        'SOPS_SYNTAX',
        file,
        'holds inline text that begins with a question mark',
        'put it in quotes',
      );
    },
  });
}

/** `U+2028` */
function nameOf(character: string): string {
  return `U+${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}`;
}

/** Armored keys stand four columns right of their list, where `sops` puts them: else each edit by it moves them. */
function alignMetadata(text: string): string {
  const start = text.lastIndexOf(`\n${METADATA_KEY}:\n`);
  return start === -1 ? text : text.slice(0, start) + text.slice(start).replace(/^ {14}/gm, ' '.repeat(12));
}

/** All values in document order, without SOPS' own. */
export function leavesOf(document: Document, file: string): Leaf[] {
  const leaves: Leaf[] = [];
  if (isMap(document.contents)) collect(document.contents, [], leaves, file);
  return leaves;
}

/** The value of a leaf; undefined for null. */
export function resolveLeaf(
  { node, path }: { readonly node: ScalarText; readonly path: readonly string[] },
  file: string,
): SopsValue | undefined {
  try {
    return resolveScalar(node);
  } catch (error) {
    if (!(error instanceof UnsupportedScalar)) throw error;
    throw new SopsError('SOPS_UNSUPPORTED', file, `${path.join('.')}: ${error.message}`);
  }
}

/** Text of a map's key. SOPS takes text only. */
export function keyOf(key: unknown, path: readonly string[], file: string): string {
  if (typeof key === 'string') return key;
  const value = isScalar(key) ? resolveLeaf({ node: key, path }, file) : undefined;
  if (value?.type === 'str') return Buffer.from(value.bytes).toString('utf8');
  throw new SopsError('SOPS_UNSUPPORTED', file, `${path.join('.')}: a key that is no text`, 'put it in quotes');
}

function collect(node: unknown, path: readonly string[], leaves: Leaf[], file: string): void {
  if (isScalar(node)) leaves.push({ node, path });
  else if (isMap(node)) collectMap(node, path, leaves, file);
  else if (isSeq(node)) {
    for (const item of node.items) {
      if (isScalar(item)) leaves.push({ node: item, path, list: node });
      else collect(item, path, leaves, file);
    }
  } else if (isAlias(node))
    throw new SopsError('SOPS_UNSUPPORTED', file, `${path.join('.')}: an alias`, 'write it out');
}

function collectMap(map: YAMLMap, path: readonly string[], leaves: Leaf[], file: string): void {
  for (const { key, value } of map.items) {
    const name = keyOf(key, path, file);
    if (path.length > 0 || name !== METADATA_KEY) collect(value, [...path, name], leaves, file);
  }
}

function isEmpty(node: unknown): boolean {
  return isScalar(node) && node.value === '' && node.tag === undefined;
}
