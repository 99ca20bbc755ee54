import type { Document, Scalar } from 'yaml';
import { openValue } from './cipher.js';
import { mapComments } from './comments.js';
import { unwrapDataKey } from './data-key.js';
import { formatYaml, leavesOf, parseYaml, resolveLeaf } from './document.js';
import { SopsError } from './error.js';
import { ListComments } from './list-comments.js';
import { MacHash } from './mac.js';
import { readMetadata, removeMetadata, type SopsMetadata } from './metadata.js';
import { metadataOf } from './plain-tree.js';
import { contextOf } from './seal.js';
import { selector } from './selection.js';
import { setText } from './set-text.js';
import { type SopsType, type SopsValue, textOf } from './value.js';

/** An opened file. Holds plaintext and the data key: never print, log or write it. */
export interface OpenedFile {
  readonly file: string;
  /** The text as it was on disk. */
  readonly sealed: string;
  /** The same YAML with its values in clear and without SOPS' metadata. */
  readonly plain: string;
  readonly dataKey: Uint8Array;
  readonly metadata: SopsMetadata;
  /** Ciphertexts by value and place, so that unchanged values keep theirs. */
  readonly ciphertexts: ReadonlyMap<string, readonly string[]>;
}

/**
 * Opens a file and checks its MAC.
 * @throws SopsError when no identity opens it, a value does not open, or the MAC does not hold.
 */
export async function openYaml(text: string, file: string, identities: readonly string[]): Promise<OpenedFile> {
  const tree = parseYaml(text, file);
  const metadata = readMetadata(metadataOf(tree[0], file), file);
  const dataKey = await unwrapDataKey(metadata.age, identities, file);
  const isSealed = selector(metadata.selection, file);
  const hash = new MacHash(metadata.macOnlyEncrypted);
  const ciphertexts = new Map<string, string[]>();
  const remember = (value: SopsValue, context: string, sealed: string) => {
    const key = ciphertextKey(value, context);
    ciphertexts.set(key, [...(ciphertexts.get(key) ?? []), sealed]);
  };
  for (const document of tree) {
    removeMetadata(document);
    const listComments = new ListComments();
    for (const leaf of leavesOf(document, file)) {
      const sealed = isSealed(leaf.path);
      const value = sealed ? openLeaf(leaf.node, leaf.path, dataKey, file, remember) : resolveLeaf(leaf, file);
      if (value === undefined) continue;
      const comment = sealed && leaf.list !== undefined && value.type === 'comment' ? textOf(value) : undefined;
      if (leaf.list !== undefined && comment !== undefined) listComments.add(leaf.list, leaf.node, comment);
      else hash.add(value, sealed);
    }
    listComments.restore();
    openComments(document, isSealed, dataKey, remember);
  }
  const mac = openValue(metadata.mac, dataKey, metadata.lastModified);
  if (metadata.mac === '' || mac === undefined || textOf(mac) !== hash.digest()) {
    throw new SopsError(
      'SOPS_MAC',
      file,
      'its MAC does not hold: it was changed by something else than sops',
      'restore it from Git, or make it anew',
    );
  }
  remember(mac, metadata.lastModified, metadata.mac);
  return { file, sealed: text, plain: formatYaml(tree), dataKey, metadata, ciphertexts };
}

/** What makes a ciphertext reusable: the same value, of the same type, in the same place. */
export function ciphertextKey(value: SopsValue, context: string): string {
  return `${value.type} ${Buffer.from(value.bytes).toString('base64')} ${context}`;
}

type Remember = (value: SopsValue, context: string, sealed: string) => void;

function openLeaf(
  node: Scalar,
  path: readonly string[],
  dataKey: Uint8Array,
  file: string,
  remember: Remember,
): SopsValue | undefined {
  const text = resolveLeaf({ node, path }, file);
  if (text === undefined) return undefined;
  const sealed = String(node.value);
  const value = openValue(sealed, dataKey, contextOf(path));
  if (value === undefined) {
    throw new SopsError('SOPS_VALUE', file, `${path.join('.')}: not sealed with this file's data key`);
  }
  if (sealed !== '') remember(value, contextOf(path), sealed);
  showValue(node, value);
  return value;
}

/** As SOPS does it, a comment that does not open counts as one that never was sealed. */
function openComments(
  document: Document,
  isSealed: (path: readonly string[]) => boolean,
  dataKey: Uint8Array,
  remember: Remember,
): void {
  mapComments(document, (line, path) => {
    const value = isSealed(path) && line !== '' ? openValue(line, dataKey, contextOf(path)) : undefined;
    const text = value === undefined ? undefined : textOf(value);
    if (value === undefined || text === undefined) return line;
    remember(value, contextOf(path), line);
    return text;
  });
}

/** Gives a node its plaintext, in a style that reads back as the same value and type. */
function showValue(node: Scalar, value: SopsValue): void {
  const text = textOf(value);
  if (text === undefined) {
    node.tag = 'tag:yaml.org,2002:binary';
    node.value = Buffer.from(value.bytes).toString('base64');
    node.type = 'PLAIN';
  } else if (value.type !== 'str') {
    node.value = plainForm(value.type, text);
    node.type = 'PLAIN';
  } else {
    setText(node, text);
  }
}

function plainForm(type: SopsType, text: string): string {
  if (type === 'bool') return text.toLowerCase();
  if (type !== 'float') return text;
  if (/^-?\d+$/.test(text)) return `${text}.0`;
  return /^[-+]?\d/.test(text) ? text : text.replace('NaN', '.nan').replace('Inf', '.inf');
}
