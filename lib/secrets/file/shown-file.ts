import type { SealedFile } from '../../model/secret.js';
import { parseYaml } from '../sops/document.js';
import { SopsError } from '../sops/error.js';
import {
  contentsOf,
  isPlainList,
  isPlainMap,
  isPlainScalar,
  metadataOf,
  type PlainMap,
  type PlainNode,
  scalarText,
} from '../sops/plain-tree.js';
import { resolveScalar, UnsupportedScalar } from '../sops/resolve-scalar.js';
import { scanFile } from '../sops/scan.js';
import { textOf } from '../sops/value.js';
import { PLACEHOLDERS_ANNOTATION } from './secret-manifest.js';

/** One value of a sealed file, still sealed. */
export interface ShownValue {
  readonly key: string;
  /** As it is written. @default it is no text */
  readonly text?: string;
}

/** What a declared file shows to everyone, every part of it. Nothing of it needs a key. */
export interface ShownFile {
  readonly file: SealedFile;
  /** The text as it is on disk. */
  readonly text: string;
  /** Every field but the sealed values, by `fieldPath`; undefined where there is no text. */
  readonly clear: ReadonlyMap<string, string | undefined>;
  readonly values: readonly ShownValue[];
  /** Keys that are marked as stand-ins. */
  readonly standIns: readonly string[];
  /** age recipients as they are listed; none of a SealedSecret. */
  readonly recipients: readonly string[];
  /** SOPS' own part. @default the file is a SealedSecret */
  readonly sops?: PlainMap;
}

/** A declared file that is no sealed file at all. */
export interface UnreadableFile {
  readonly file: SealedFile;
  readonly fault: string;
}

/** Where values are sealed: the maps that hold them. */
const SOPS_VALUES = [fieldPath('data'), fieldPath('stringData')];
const CONTROLLER_VALUES = [fieldPath('spec', 'encryptedData')];

/** A field's place as one text. Names of fields may hold dots, so they do not separate. */
export function fieldPath(...names: readonly string[]): string {
  return names.join('\n');
}

/** A field's place as people write it. */
export function formatFieldPath(path: string): string {
  return path.replaceAll('\n', '.');
}

/** Reads a declared file, whichever way it is sealed. */
export function readShownFile(file: SealedFile, text: string): ShownFile | UnreadableFile {
  try {
    const { contents, sops } = readOne(file.path, text);
    const isSops = file.certificate === undefined;
    if (isSops && !isPlainMap(sops)) return { file, fault: 'has no sops metadata, so its values may be plain text' };
    if (!isSops && sops !== undefined) return { file, fault: 'is sealed with SOPS, and should be a SealedSecret' };
    const clear = new Map<string, string | undefined>();
    const values: ShownValue[] = [];
    split(contents, '', isSops ? SOPS_VALUES : CONTROLLER_VALUES, clear, values);
    const annotations = isSops ? ['metadata'] : ['spec', 'template', 'metadata'];
    const marked = clear.get(fieldPath(...annotations, 'annotations', PLACEHOLDERS_ANNOTATION)) ?? '';
    const standIns = marked.split(',').filter((key) => key !== '');
    return {
      file,
      text,
      clear,
      values,
      standIns,
      recipients: recipientsIn(sops),
      ...(isPlainMap(sops) ? { sops } : {}),
    };
  } catch (error) {
    if (!(error instanceof SopsError)) throw error;
    return { file, fault: error.fact };
  }
}

function recipientsIn(sops: PlainNode | undefined): string[] {
  const age = isPlainMap(sops) ? sops.get('age') : undefined;
  if (!isPlainList(age)) return [];
  return age.filter(isPlainMap).map((entry) => scalarText(entry, 'recipient'));
}

/** @throws SopsError when the text is not one document of YAML. */
function readOne(path: string, text: string): { readonly contents: PlainMap; readonly sops: PlainNode | undefined } {
  const scanned = scanFile(text);
  if (scanned !== undefined) return { contents: scanned.contents, sops: scanned.metadata };
  const documents = parseYaml(text, path);
  const [document] = documents;
  if (document === undefined || documents.length !== 1) {
    throw new SopsError('SOPS_UNSUPPORTED', path, `holds ${documents.length} documents, and should hold one`);
  }
  return { contents: contentsOf(document, path), sops: metadataOf(document, path) };
}

/** Parts a document into what everyone may read and the values. */
function split(
  node: PlainNode,
  path: string,
  sealed: readonly string[],
  clear: Map<string, string | undefined>,
  values: ShownValue[],
): void {
  const below = (name: string) => (path === '' ? name : fieldPath(path, name));
  if (isPlainMap(node) && sealed.includes(path)) {
    for (const [key, value] of node) {
      const text = isPlainScalar(value) && value.tag === undefined ? String(value.value ?? '') : undefined;
      values.push({ key, ...(text === undefined ? {} : { text }) });
    }
  } else if (isPlainMap(node)) {
    if (node.size === 0 && path !== '') clear.set(path, undefined);
    for (const [name, value] of node) split(value, below(name), sealed, clear, values);
  } else if (isPlainList(node)) {
    if (node.length === 0) clear.set(path, undefined);
    for (const [index, item] of node.entries()) split(item, below(`[${index}]`), sealed, clear, values);
  } else clear.set(path, clearText(node));
}

/** Text that Kubernetes takes for text; undefined for numbers, truth values, times and null. */
function clearText(node: PlainNode): string | undefined {
  if (!isPlainScalar(node)) return undefined;
  try {
    const value = resolveScalar(node);
    return value?.type === 'str' ? textOf(value) : undefined;
  } catch (error) {
    if (error instanceof UnsupportedScalar) return undefined;
    throw error;
  }
}
