import { isMap, isScalar, isSeq } from 'yaml';
import type { Json, JsonObject } from '../../model/json.js';
import { isSealedText } from './cipher.js';
import { keyOf, leavesOf, METADATA_KEY, parseYaml, resolveLeaf } from './document.js';
import { readMetadata, type SopsMetadata } from './metadata.js';
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
  const tree = parseYaml(text, file);
  const metadata = readMetadata(tree[0], file);
  const isSealed = selector(metadata.selection);
  const documents = tree.map((document) => {
    const places = leavesOf(document, file)
      .filter(({ path }) => isSealed(path))
      .map((leaf) => {
        const value = resolveLeaf(leaf, file);
        const sealed = value === undefined || value.bytes.length === 0 || isSealedText(String(leaf.node.value));
        return { path: leaf.path, sealed };
      });
    const clear = isMap(document.contents) ? clearValue(document.contents, [], isSealed, file) : {};
    return { clear: clear as JsonObject, places };
  });
  return { metadata, documents };
}

function clearValue(
  node: unknown,
  path: readonly string[],
  isSealed: (path: readonly string[]) => boolean,
  file: string,
): Json {
  if (isMap(node)) {
    const entries = node.items.map(({ key, value }) => [keyOf(key, path, file), value] as const);
    const own = path.length > 0 ? entries : entries.filter(([key]) => key !== METADATA_KEY);
    return Object.fromEntries(own.map(([key, value]) => [key, clearValue(value, [...path, key], isSealed, file)]));
  }
  if (isSeq(node)) return node.items.map((item) => clearValue(item, path, isSealed, file));
  if (!isScalar(node) || isSealed(path)) return null;
  const value = resolveLeaf({ node, path }, file);
  const text = value === undefined ? undefined : textOf(value);
  if (value === undefined || text === undefined) return null;
  if (value.type === 'bool') return text === 'True';
  return value.type === 'int' || value.type === 'float' ? Number(text) : text;
}
