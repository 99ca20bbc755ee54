import { type Document, isMap, isSeq } from 'yaml';
import { DATA_KEY_BYTES, isSealedText, type Random, sealValue } from './cipher.js';
import { mapComments } from './comments.js';
import { wrapDataKey } from './data-key.js';
import { formatYaml, leavesOf, METADATA_KEY, parseYaml, resolveLeaf, type SyntaxTree } from './document.js';
import { SopsError } from './error.js';
import { MacHash } from './mac.js';
import { formatLastModified, SOPS_VERSION, type SopsMetadata, writeMetadata } from './metadata.js';
import { KUBERNETES_SELECTION, type Selection, selector } from './selection.js';
import { type SopsValue, sopsValue } from './value.js';

export interface SealOptions {
  /** Names the file in errors. */
  readonly file: string;
  /** age recipients; each can open the file alone. */
  readonly recipients: readonly string[];
  readonly lastModified: Date;
  readonly random: Random;
  /** @default KUBERNETES_SELECTION */
  readonly selection?: Selection;
  /** Whether the MAC covers sealed values alone. @default false */
  readonly macOnlyEncrypted?: boolean;
}

/** Gives a value its ciphertext: fresh, or the one that the same value had before. */
export type SealLeaf = (value: SopsValue, context: string) => string;

/**
 * Seals a plain YAML text with a new data key.
 * @throws SopsError when the text is no YAML, already sealed, or holds what SOPS has no type for.
 */
export async function sealYaml(text: string, options: SealOptions): Promise<string> {
  const { file, recipients, random, selection = KUBERNETES_SELECTION, macOnlyEncrypted = false } = options;
  const tree = parseYaml(text, file);
  refuseMetadata(tree, file);
  const dataKey = random(DATA_KEY_BYTES);
  const age = await wrapDataKey(dataKey, recipients, file);
  const lastModified = formatLastModified(options.lastModified);
  const metadata = { age, lastModified, mac: '', selection, macOnlyEncrypted, version: SOPS_VERSION, services: [] };
  return sealTree(tree, metadata, file, (value, context) => sealValue(value, dataKey, context, random));
}

/** @throws SopsError when a plain text holds SOPS' metadata. */
export function refuseMetadata(tree: SyntaxTree, file: string): void {
  if (tree.some((document) => isMap(document.contents) && document.contents.has(METADATA_KEY))) {
    throw new SopsError('SOPS_ALREADY_SEALED', file, 'has a "sops" key already');
  }
}

/** Seals a plain tree in place and gives its text. `metadata.mac` is computed anew. */
export function sealTree(tree: SyntaxTree, metadata: SopsMetadata, file: string, sealLeaf: SealLeaf): string {
  const isSealed = selector(metadata.selection, file);
  const hash = new MacHash(metadata.macOnlyEncrypted);
  for (const document of tree) sealDocument(document, file, isSealed, hash, sealLeaf);
  const mac = sealLeaf(sopsValue('str', hash.digest()), metadata.lastModified);
  for (const document of tree) writeMetadata(document, { ...metadata, mac });
  return formatYaml(tree);
}

function sealDocument(
  document: Document,
  file: string,
  isSealed: (path: readonly string[]) => boolean,
  hash: MacHash,
  sealLeaf: SealLeaf,
): void {
  for (const leaf of leavesOf(document, file)) {
    const value = resolveLeaf(leaf, file);
    if (value === undefined) continue;
    const sealed = isSealed(leaf.path);
    hash.add(value, sealed);
    if (!sealed) continue;
    if (isSealedText(String(leaf.node.value))) {
      throw new SopsError('SOPS_ALREADY_SEALED', file, `${leaf.path.join('.')}: already sealed`);
    }
    const text = sealLeaf(value, contextOf(leaf.path));
    delete leaf.node.tag;
    leaf.node.value = text;
    leaf.node.type = text === '' ? 'QUOTE_DOUBLE' : 'PLAIN';
  }
  mapComments(document, (line, path) =>
    // One that did not open (sops moves comments at times) is sealed already.
    isSealed(path) && !isSealedText(line) ? sealLeaf(sopsValue('comment', line), contextOf(path)) : line,
  );
  if (isMap(document.contents)) useBlocks(document.contents);
}

/** Additional data of a value: the keys that lead to it, each with a colon after it. */
export function contextOf(path: readonly string[]): string {
  return `${path.join(':')}:`;
}

/** SOPS knows no inline maps and lists; ciphertext in them would need quotes. */
function useBlocks(node: unknown): void {
  if (!isMap(node) && !isSeq(node)) return;
  node.flow = false;
  for (const item of node.items) useBlocks(isMap(node) ? (item as { value: unknown }).value : item);
}
