import { isMap } from 'yaml';
import type { JsonObject } from '../../model/json.js';
import { PLACEHOLDERS_ANNOTATION } from '../file/secret-manifest.js';
import type { ShownSecret } from '../file/shown-secret.js';
import { parseYaml } from '../sops/document.js';
import { SopsError } from '../sops/error.js';
import { BOUND_TO_ANNOTATION, CERTIFICATE_ANNOTATION, CONSTANTS_ANNOTATION } from './annotations.js';
import { isSealedForController } from './ciphertext.js';
import { SealedSecretError } from './error.js';

/** Where a SealedSecret may be opened: under its own name alone, anywhere in its namespace, or anywhere. */
export type SealingScope = 'strict' | 'namespace-wide' | 'cluster-wide';

/**
 * What a SealedSecret's file shows to everyone. Nothing of it needs a key. In clear is also what the template gives as
 * such.
 */
export interface InspectedSealedSecret extends ShownSecret {
  readonly scope: SealingScope;
  /** Fingerprint of the key that it was sealed for. @default not recorded, since another tool sealed it */
  readonly certificate?: string;
  /** `<namespace>/<name>` that it was sealed as. @default not recorded */
  readonly boundTo?: string;
  /** Digests of its constants by key. */
  readonly constants: ReadonlyMap<string, string>;
  /** Ciphertext by key. */
  readonly ciphertexts: Readonly<Record<string, string>>;
}

/** @throws SealedSecretError when the file is not one SealedSecret of bitnami.com/v1alpha1. */
export function inspectSealedSecret(text: string, file: string): InspectedSealedSecret {
  const root = parseSealedSecret(text, file);
  const { name, namespace, annotations: own } = mapOf(root.metadata);
  const spec = mapOf(root.spec);
  if (Object.hasOwn(spec, 'data')) {
    throw new SealedSecretError('SEALED_UNSUPPORTED', file, 'has the outdated field spec.data', 'seal it anew');
  }
  const template = mapOf(spec.template);
  const metadata = mapOf(template.metadata);
  const annotations = textMap(metadata.annotations);
  const recorded = textMap(own);
  const { [CERTIFICATE_ANNOTATION]: certificate, [BOUND_TO_ANNOTATION]: boundTo } = recorded;
  const ciphertexts = textMap(spec.encryptedData);
  const templated = Object.keys(mapOf(template.data));
  const unsealed = Object.keys(ciphertexts).filter((key) => !isSealedForController(ciphertexts[key] ?? ''));
  return {
    name: textOf(name),
    namespace: textOf(namespace),
    type: textOf(template.type) || 'Opaque',
    labels: textMap(metadata.labels),
    annotations,
    keys: [...new Set([...Object.keys(ciphertexts), ...templated])],
    inClear: [...new Set([...unsealed, ...templated])],
    standIns: listOf(annotations[PLACEHOLDERS_ANNOTATION]),
    scope: scopeOf(recorded),
    ...(certificate === undefined ? {} : { certificate }),
    ...(boundTo === undefined ? {} : { boundTo }),
    constants: new Map(listOf(recorded[CONSTANTS_ANNOTATION]).map((entry) => pairOf(entry))),
    ciphertexts,
  };
}

/**
 * The SealedSecret of a file as plain data; every scalar is its text.
 * @throws SealedSecretError when the file is not one SealedSecret of bitnami.com/v1alpha1.
 */
export function parseSealedSecret(text: string, file: string): JsonObject {
  const documents = documentsOf(text, file);
  const [root] = documents;
  if (root !== undefined && documents.length === 1) {
    if (root.kind === 'SealedSecret' && root.apiVersion === 'bitnami.com/v1alpha1') return root;
    if (root.kind === 'Secret')
      throw new SealedSecretError('SEALED_NOT_SEALED', file, 'is a Secret that is not sealed');
  }
  throw new SealedSecretError('SEALED_UNSUPPORTED', file, 'is not one SealedSecret of bitnami.com/v1alpha1');
}

function documentsOf(text: string, file: string): JsonObject[] {
  try {
    const tree = parseYaml(text, file).filter(({ contents }) => isMap(contents));
    return tree.map((document) => document.toJS({ maxAliasCount: 0 }) as JsonObject);
  } catch (error) {
    if (error instanceof SopsError) throw new SealedSecretError('SEALED_SYNTAX', file, error.fact);
    // The parser's own message may quote the file.
    throw new SealedSecretError('SEALED_SYNTAX', file, 'holds an alias', 'write it out');
  }
}

function scopeOf(annotations: Readonly<Record<string, string>>): SealingScope {
  if (annotations['sealedsecrets.bitnami.com/cluster-wide'] === 'true') return 'cluster-wide';
  return annotations['sealedsecrets.bitnami.com/namespace-wide'] === 'true' ? 'namespace-wide' : 'strict';
}

function pairOf(entry: string): readonly [string, string] {
  const at = entry.lastIndexOf('=');
  return [entry.slice(0, at), entry.slice(at + 1)];
}

function listOf(text: string | undefined): string[] {
  return (text ?? '').split(',').filter((part) => part !== '');
}

function mapOf(value: unknown): JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as JsonObject) : {};
}

function textMap(value: unknown): Record<string, string> {
  return Object.fromEntries(Object.entries(mapOf(value)).map(([key, text]) => [key, textOf(text)]));
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : '';
}
