import { type Document, isMap, Scalar, YAMLMap } from 'yaml';
import { METADATA_KEY } from './document.js';
import { SopsError } from './error.js';
import { isPlainList, isPlainMap, isPlainScalar, type PlainMap, type PlainNode } from './plain-tree.js';
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
  /** Other services that can open the file, by SOPS' names (`pgp`, `kms`): resealing keeps what they hold. */
  readonly services: readonly string[];
}

/** What we write as `version`: the release whose format this is. */
export const SOPS_VERSION = '3.11.0';

/** Services besides age that can wrap a data key. */
export const OTHER_SERVICES = ['kms', 'gcp_kms', 'azure_kv', 'hc_vault', 'hckms', 'pgp'];

/** What we do not do, and why not. */
const UNSUPPORTED = {
  key_groups: 'a data key that is split between groups',
  shamir_threshold: 'a data key that is split between groups',
  encrypted_comment_regex: 'a choice of what is sealed that hangs on comments',
  unencrypted_comment_regex: 'a choice of what is sealed that hangs on comments',
};

/** @throws SopsError when there is no metadata, or it asks for what we do not do. */
export function readMetadata(node: PlainNode | undefined, file: string): SopsMetadata {
  if (!isPlainMap(node)) {
    throw new SopsError('SOPS_NOT_SEALED', file, 'has no sops metadata, so its values may be plain text');
  }
  for (const [key, what] of Object.entries(UNSUPPORTED)) {
    if (isBlank(node.get(key))) continue;
    const hint = 'make it anew with encrypted_regex and one group of recipients (sops decrypt, then sops encrypt)';
    throw new SopsError('SOPS_UNSUPPORTED', file, `sops.${key} is not supported: ${what}`, hint);
  }
  const [kind, ...others] = SELECTION_KINDS.filter((key) => text(node, key) !== '');
  if (others.length > 0) {
    throw new SopsError('SOPS_UNSUPPORTED', file, `has both sops.${kind} and sops.${others.join(', sops.')}`);
  }
  return {
    age: wrappedKeys(node.get('age')),
    lastModified: text(node, 'lastmodified'),
    mac: text(node, 'mac'),
    selection: kind === undefined ? DEFAULT_SELECTION : { kind, pattern: text(node, kind) },
    macOnlyEncrypted: /^true$/i.test(text(node, 'mac_only_encrypted')),
    version: text(node, 'version'),
    services: OTHER_SERVICES.filter((key) => !isBlank(node.get(key))),
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

/** Gives a sealed document other wrapped keys; all else stays as it is. */
export function writeWrappedKeys(document: Document, keys: readonly WrappedKey[]): void {
  const node = isMap(document.contents) ? document.contents.get(METADATA_KEY) : undefined;
  if (isMap(node)) node.set('age', wrappedNode(document, keys));
}

/** Takes the metadata out of a document. */
export function removeMetadata(document: Document): void {
  if (isMap(document.contents)) document.contents.delete(METADATA_KEY);
}

/** A moment as SOPS writes it. */
export function formatLastModified(moment: Date): string {
  return `${moment.toISOString().slice(0, 19)}Z`;
}

function wrappedKeys(node: PlainNode | undefined): WrappedKey[] {
  if (!isPlainList(node)) return [];
  return node.flatMap((item) =>
    isPlainMap(item) ? [{ recipient: text(item, 'recipient'), enc: text(item, 'enc') }] : [],
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

function text(map: PlainMap, key: string): string {
  const node = map.get(key);
  return isPlainScalar(node) && typeof node.value === 'string' ? node.value : '';
}

function isBlank(node: PlainNode | undefined): boolean {
  if (isPlainList(node)) return node.length === 0;
  return node === undefined || (isPlainScalar(node) && ['', 'null', '~', '0'].includes(String(node.value)));
}

function scalar(value: string, type: Scalar.Type | undefined): Scalar {
  const node = new Scalar(value);
  if (type !== undefined) node.type = type;
  return node;
}
