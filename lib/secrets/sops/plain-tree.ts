import { type Document, isAlias, isMap, isScalar, isSeq, type YAMLMap } from 'yaml';
import { keyOf, METADATA_KEY } from './document.js';
import { SopsError } from './error.js';
import type { ScalarText } from './resolve-scalar.js';

/** A scalar before its type is known. */
export type PlainScalar = ScalarText;

/** Maps in document order. Enough to judge a file, and the same whether it was scanned or parsed. */
export type PlainNode = PlainScalar | readonly PlainNode[] | PlainMap;
export type PlainMap = ReadonlyMap<string, PlainNode>;

export function isPlainMap(node: PlainNode | undefined): node is PlainMap {
  return node instanceof Map;
}

export function isPlainList(node: PlainNode | undefined): node is readonly PlainNode[] {
  return Array.isArray(node);
}

export function isPlainScalar(node: PlainNode | undefined): node is PlainScalar {
  return node !== undefined && !isPlainMap(node) && !isPlainList(node);
}

/** Text of an entry of a map; empty where there is none. */
export function scalarText(map: PlainMap, key: string): string {
  const node = map.get(key);
  return isPlainScalar(node) && typeof node.value === 'string' ? node.value : '';
}

/** What a document holds besides SOPS' metadata. @throws SopsError for aliases and for keys that are no text. */
export function contentsOf(document: Document, file: string): PlainMap {
  return isMap(document.contents)
    ? convertMap(document.contents, [], (key, path) => keyOf(key, path, file), file)
    : new Map();
}

/** SOPS' metadata of a document; its keys are taken by their text. */
export function metadataOf(document: Document | undefined, file: string): PlainNode | undefined {
  const node = isMap(document?.contents) ? document.contents.get(METADATA_KEY, true) : undefined;
  return isMap(node)
    ? convertMap(node, [METADATA_KEY], (key) => (isScalar(key) ? String(key.value) : ''), file)
    : undefined;
}

type NameOf = (key: unknown, path: readonly string[]) => string;

function convertMap(map: YAMLMap, path: readonly string[], nameOf: NameOf, file: string): PlainMap {
  const result = new Map<string, PlainNode>();
  for (const { key, value } of map.items) {
    const name = nameOf(key, path);
    if (path.length > 0 || name !== METADATA_KEY) result.set(name, convert(value, [...path, name], nameOf, file));
  }
  return result;
}

function convert(node: unknown, path: readonly string[], nameOf: NameOf, file: string): PlainNode {
  if (isMap(node)) return convertMap(node, path, nameOf, file);
  if (isSeq(node)) return node.items.map((item) => convert(item, path, nameOf, file));
  if (isScalar(node)) return node;
  if (isAlias(node)) throw new SopsError('SOPS_UNSUPPORTED', file, `${path.join('.')}: an alias`, 'write it out');
  return { value: '', type: 'PLAIN' };
}
