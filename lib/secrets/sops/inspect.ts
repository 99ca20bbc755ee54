import type { Json, JsonObject } from '../../model/json.js';
import { isSealedText } from './cipher.js';
import { parseYaml, resolveLeaf } from './document.js';
import { readMetadata, type SopsMetadata } from './metadata.js';
import {
  contentsOf,
  isPlainList,
  isPlainMap,
  metadataOf,
  type PlainMap,
  type PlainNode,
  type PlainScalar,
} from './plain-tree.js';
import { scanFile } from './scan.js';
import { selector } from './selection.js';
import { textOf } from './value.js';

/** A place whose value should be sealed. */
export interface SealedPlace {
  readonly path: readonly string[];
  /** False when the value stands there in clear. Empty text and null have nothing to hide. */
  readonly sealed: boolean;
}

/** One document of a sealed file, as far as it can be read without any key. */
export interface SealedDocument {
  /** The document without SOPS' metadata. Values that are or should be sealed are left out: null stands for them. */
  readonly clear: JsonObject;
  readonly places: readonly SealedPlace[];
}

export interface SealedView {
  readonly metadata: SopsMetadata;
  readonly documents: readonly SealedDocument[];
}

/**
 * Reads what a file shows to everyone. Never holds a value, sealed or not, of a place that should be sealed.
 * @throws SopsError when the text is no YAML or has no metadata.
 */
export function inspectYaml(text: string, file: string): SealedView {
  const scanned = scanFile(text);
  if (scanned !== undefined) return viewOf(readMetadata(scanned.metadata, file), [scanned.contents], file);
  return inspectParsed(text, file);
}

/** As `inspectYaml`, by way of the YAML parser alone. */
export function inspectParsed(text: string, file: string): SealedView {
  const tree = parseYaml(text, file);
  const metadata = readMetadata(metadataOf(tree[0], file), file);
  const contents = tree.map((document) => contentsOf(document, file));
  return viewOf(metadata, contents, file);
}

function viewOf(metadata: SopsMetadata, contents: readonly PlainMap[], file: string): SealedView {
  const isSealed = selector(metadata.selection, file);
  const documents = contents.map((map) => {
    const view: View = { isSealed, file, places: [] };
    return { clear: clearValue(map, [], view) as JsonObject, places: view.places };
  });
  return { metadata, documents };
}

interface View {
  readonly isSealed: (path: readonly string[]) => boolean;
  readonly file: string;
  readonly places: SealedPlace[];
}

/** The clear part of a node. Notes the places below it that should be sealed. */
function clearValue(node: PlainNode, path: readonly string[], view: View): Json {
  if (isPlainMap(node)) {
    return Object.fromEntries([...node].map(([key, value]) => [key, clearValue(value, [...path, key], view)]));
  }
  if (isPlainList(node)) return node.map((item) => clearValue(item, path, view));
  if (view.isSealed(path)) {
    view.places.push({ path, sealed: isSealedScalar(node, path, view.file) });
    return null;
  }
  const value = resolveLeaf({ node, path }, view.file);
  const text = value === undefined ? undefined : textOf(value);
  if (value === undefined || text === undefined) return null;
  if (value.type === 'bool') return text === 'True';
  return value.type === 'int' || value.type === 'float' ? Number(text) : text;
}

function isSealedScalar(node: PlainScalar, path: readonly string[], file: string): boolean {
  if (node.tag === undefined && isSealedText(String(node.value))) return true;
  const value = resolveLeaf({ node, path }, file);
  return value === undefined || value.bytes.length === 0 || isSealedText(String(node.value));
}
