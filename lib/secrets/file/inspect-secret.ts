import type { JsonObject } from '../../model/json.js';
import { SopsError } from '../sops/error.js';
import { inspectYaml } from '../sops/inspect.js';
import type { SopsMetadata } from '../sops/metadata.js';
import { PLACEHOLDERS_ANNOTATION } from './secret-manifest.js';
import type { ShownSecret } from './shown-secret.js';

/** What a sealed Secret's file shows without any key. */
export interface SealedSecret extends ShownSecret {
  /** age recipients, sorted. */
  readonly recipients: readonly string[];
  readonly metadata: SopsMetadata;
}

/** @throws SopsError when the file is not one sealed Secret. */
export function inspectSecret(text: string, file: string): SealedSecret {
  const { documents, metadata } = inspectYaml(text, file);
  const [document] = documents;
  if (document === undefined || documents.length !== 1 || document.clear.kind !== 'Secret') {
    throw new SopsError('SOPS_UNSUPPORTED', file, 'is not one Secret in clear names', 'use encrypted_regex');
  }
  const { clear, places } = document;
  const named = mapOf(clear.metadata);
  const annotations = textMap(named.annotations);
  const values = places.filter(({ path }) => path.length > 1);
  return {
    name: String(named.name ?? ''),
    namespace: String(named.namespace ?? ''),
    type: String(clear.type ?? 'Opaque'),
    labels: textMap(named.labels),
    annotations,
    keys: [...new Set([...Object.keys(mapOf(clear.data)), ...Object.keys(mapOf(clear.stringData))])],
    inClear: values.filter(({ sealed }) => !sealed).map(({ path }) => path.slice(1).join('.')),
    standIns: (annotations[PLACEHOLDERS_ANNOTATION] ?? '').split(',').filter((key) => key !== ''),
    recipients: metadata.age.map(({ recipient }) => recipient).sort(),
    metadata,
  };
}

function mapOf(value: unknown): JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as JsonObject) : {};
}

function textMap(value: unknown): Record<string, string> {
  return Object.fromEntries(Object.entries(mapOf(value)).map(([key, text]) => [key, String(text)]));
}
