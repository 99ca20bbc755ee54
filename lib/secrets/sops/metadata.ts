import { type Document, isMap, isScalar, isSeq, Scalar, YAMLMap } from 'yaml';
import { METADATA_KEY } from './document.js';
import { SopsError } from './error.js';
import { DEFAULT_SELECTION, SELECTION_KINDS, type Selection } from './selection.js';

/** The data key of a file, wrapped for one age recipient. */
export interface WrappedKey {
  readonly recipient: string;
  /** Armored age file. */
  readonly enc: string;
}

/** SOPS' own part of a file, readable without any key. */
export interface SopsMetadata {
  readonly age: readonly WrappedKey[];
  /** `YYYY-MM-DDTHH:MM:SSZ`. */
  readonly lastModified: string;
  /** Sealed hash; empty when the file has none. */
  readonly mac: string;
  readonly selection: Selection;
  readonly macOnlyEncrypted: boolean;
  readonly version: string;
}

/** What we write as `version`: the release whose format this is. */
export const SOPS_VERSION = '3.11.0';

const UNSUPPORTED = ['key_groups', 'shamir_threshold', 'encrypted_comment_regex', 'unencrypted_comment_regex'];

/** @throws SopsError when there is no metadata, or it asks for what we do not do. */
export function readMetadata(document: Document | undefined, file: string): SopsMetadata {
  const node = document === undefined || !isMap(document.contents) ? undefined : document.contents.get(METADATA_KEY);
  if (!isMap(node)) {
    throw new SopsError('SOPS_NOT_SEALED', file, 'has no sops metadata, so its values may be plain text');
  }
  const unsupported = UNSUPPORTED.find((key) => !isBlank(node.get(key)));
  if (unsupported !== undefined) throw new SopsError('SOPS_UNSUPPORTED', file, `sops.${unsupported} is not supported`);
  const kind = SELECTION_KINDS.find((key) => text(node, key) !== '');
  return {
    age: wrappedKeys(node.get('age')),
    lastModified: text(node, 'lastmodified'),
    mac: text(node, 'mac'),
    selection: kind === undefined ? DEFAULT_SELECTION : { kind, pattern: text(node, kind) },
    macOnlyEncrypted: /^true$/i.test(text(node, 'mac_only_encrypted')),
    version: text(node, 'version'),
  };
}

/** Puts the metadata at the end of a document, in the order that `sops` writes; unknown entries stay. */
export function writeMetadata(document: Document, metadata: SopsMetadata): void {
  if (!isMap(document.contents)) return;
  const found = document.contents.get(METADATA_KEY);
  const node = isMap(found) ? found : new YAMLMap();
  node.set('age', wrappedNode(document, metadata.age));
  node.set('lastmodified', scalar(metadata.lastModified, 'QUOTE_DOUBLE'));
  node.set('mac', scalar(metadata.mac, 'PLAIN'));
  node.set(metadata.selection.kind, scalar(metadata.selection.pattern, undefined));
  if (metadata.macOnlyEncrypted) node.set('mac_only_encrypted', scalar('true', 'PLAIN'));
  node.set('version', scalar(metadata.version, 'PLAIN'));
  document.contents.delete(METADATA_KEY);
  document.contents.set(METADATA_KEY, node);
}

/** Takes the metadata out of a document. */
export function removeMetadata(document: Document): void {
  if (isMap(document.contents)) document.contents.delete(METADATA_KEY);
}

/** A moment as SOPS writes it. */
export function formatLastModified(moment: Date): string {
  return `${moment.toISOString().slice(0, 19)}Z`;
}

function wrappedKeys(node: unknown): WrappedKey[] {
  if (!isSeq(node)) return [];
  return node.items.flatMap((item) =>
    isMap(item) ? [{ recipient: text(item, 'recipient'), enc: text(item, 'enc') }] : [],
  );
}

function wrappedNode(document: Document, keys: readonly WrappedKey[]) {
  const items = keys.map(({ recipient, enc }) => {
    const map = new YAMLMap();
    map.set('recipient', scalar(recipient, 'PLAIN'));
    map.set('enc', scalar(enc, 'BLOCK_LITERAL'));
    return map;
  });
  return document.createNode(items);
}

function text(map: YAMLMap, key: string): string {
  const node = map.get(key, true);
  return isScalar(node) && typeof node.value === 'string' ? node.value : '';
}

function isBlank(node: unknown): boolean {
  return node === undefined || node === null || node === '' || (isSeq(node) && node.items.length === 0);
}

function scalar(value: string, type: Scalar.Type | undefined): Scalar {
  const node = new Scalar(value);
  if (type !== undefined) node.type = type;
  return node;
}
