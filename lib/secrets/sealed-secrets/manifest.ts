import { createHash } from 'node:crypto';
import { isDeepStrictEqual } from 'node:util';
import { Document, isMap, isScalar, parseDocument, Scalar, YAMLMap } from 'yaml';
import type { JsonObject } from '../../model/json.js';
import type { SecretDeclaration } from '../../model/secret.js';
import { clearPart } from '../file/secret-manifest.js';
import { secretId } from '../problem.js';
import type { Random } from '../sops/cipher.js';
import { setText } from '../sops/set-text.js';
import { BOUND_TO_ANNOTATION, CERTIFICATE_ANNOTATION, CONSTANTS_ANNOTATION } from './annotations.js';
import type { SealingCertificate } from './certificate.js';
import { sealForController, strictLabel } from './ciphertext.js';
import { inspectSealedSecret, parseSealedSecret } from './inspect.js';

/** Flux reads the SealedSecret, not what is in it: nothing of it is text with variables. */
const NO_SUBSTITUTION = { 'kustomize.toolkit.fluxcd.io/substitute': 'disabled' };

/** What is to be sealed, and for whom. Plaintext: never print, log or write it. */
export interface SealInput {
  readonly declaration: SecretDeclaration;
  /** Values that are sealed now, by key. */
  readonly values: Readonly<Record<string, string>>;
  /** Keys that hold stand-ins, whether they are sealed now or before. */
  readonly standIns: readonly string[];
  readonly certificate: Pick<SealingCertificate, 'publicKey' | 'fingerprint'>;
  readonly random: Random;
}

/** YAML of a new SealedSecret, in strict scope: every value opens under this name in this namespace alone (S3-09). */
export function sealSecret(input: SealInput): string {
  const { declaration, standIns, certificate } = input;
  const document = new Document(undefined, { schema: 'failsafe' });
  const records = { certificate: certificate.fingerprint, constants: constantDigests(declaration) };
  const { spec, ...head } = sealedClearPart(declaration, standIns, records);
  document.contents = textNode({ ...head, spec: { encryptedData: sealValues(input), ...spec } });
  return document.toString({ lineWidth: 0 });
}

/**
 * A SealedSecret brought up to its declaration without opening it: what is in clear is rewritten, `values` are sealed,
 * and every other ciphertext stays byte for byte. For whom those are sealed is recorded no better than it was.
 *
 * @throws SealedSecretError when the text is not one SealedSecret.
 */
export function completeSealedSecret(text: string, file: string, input: SealInput): string {
  const { declaration, standIns, values } = input;
  const { certificate, constants } = inspectSealedSecret(text, file);
  const current = [...constantDigests(declaration)].flatMap(([key, digest]) => {
    const known = Object.hasOwn(values, key) ? digest : constants.get(key);
    return known === undefined ? [] : [[key, known] as const];
  });
  const { metadata, spec } = sealedClearPart(declaration, standIns, { certificate, constants: new Map(current) });
  const document = parseDocument(text, { schema: 'failsafe', resolveKnownTags: false });
  setNode(document.contents, 'metadata', textNode(metadata));
  const parent = isMap(document.contents) ? document.contents.get('spec') : undefined;
  const found = isMap(parent) ? parent.get('encryptedData') : undefined;
  const sealed = isMap(found) ? found : new YAMLMap();
  if (sealed !== found) setNode(parent, 'encryptedData', sealed);
  for (const [key, value] of Object.entries(sealValues(input))) setNode(sealed, key, textNode(value));
  setNode(parent, 'template', textNode(spec.template));
  return document.toString({ lineWidth: 0 });
}

/** Whether all that a SealedSecret shows in clear is what its declaration says; what it records of its values may differ. */
export function isUpToDate(text: string, file: string, declaration: SecretDeclaration): boolean {
  const { standIns, certificate, constants } = inspectSealedSecret(text, file);
  const { spec = {}, ...shown } = parseSealedSecret(text, file);
  const { encryptedData: _, ...rest } = spec as JsonObject;
  return isDeepStrictEqual(
    { ...shown, spec: rest },
    sealedClearPart(declaration, standIns, { certificate, constants }),
  );
}

/** What a SealedSecret shows to everyone, but for its ciphertext. */
function sealedClearPart(
  declaration: SecretDeclaration,
  standIns: readonly string[],
  records: { readonly certificate: string | undefined; readonly constants: ReadonlyMap<string, string> },
) {
  const { name, namespace } = declaration;
  const { metadata, type } = clearPart(declaration, standIns);
  const constants = [...records.constants].map(([key, digest]) => `${key}=${digest}`);
  const annotations = {
    [BOUND_TO_ANNOTATION]: secretId(declaration),
    ...(records.certificate === undefined ? {} : { [CERTIFICATE_ANNOTATION]: records.certificate }),
    ...(constants.length === 0 ? {} : { [CONSTANTS_ANNOTATION]: constants.join(',') }),
    ...NO_SUBSTITUTION,
  };
  return {
    apiVersion: 'bitnami.com/v1alpha1',
    kind: 'SealedSecret',
    metadata: { name, namespace, annotations },
    spec: { template: { metadata, type } },
  };
}

/** Keys that hold another constant than the declaration's, as far as it is recorded. */
export function staleConstants(
  declaration: SecretDeclaration,
  recorded: ReadonlyMap<string, string>,
): ReadonlySet<string> {
  const changed = [...constantDigests(declaration)].filter(([key, digest]) => (recorded.get(key) ?? digest) !== digest);
  return new Set(changed.map(([key]) => key));
}

function sealValues({ declaration, values, certificate, random }: SealInput): Record<string, string> {
  const label = strictLabel(declaration);
  const sealed = Object.entries(values).map(
    ([key, value]) => [key, sealForController(value, certificate.publicKey, label, random)] as const,
  );
  return Object.fromEntries(sealed);
}

function constantDigests({ keys }: SecretDeclaration): ReadonlyMap<string, string> {
  const constants = Object.entries(keys).flatMap(([key, { source }]) =>
    source.from === 'given'
      ? [[key, createHash('sha256').update(source.value).digest('hex').slice(0, 16)] as const]
      : [],
  );
  return new Map(constants);
}

/** Keeps the key's node, and with it its comments and its place. */
function setNode(parent: unknown, key: string, value: Scalar | YAMLMap): void {
  if (!isMap(parent)) return;
  const pair = parent.items.find((candidate) => isScalar(candidate.key) && candidate.key.value === key);
  if (pair === undefined) parent.set(textNode(key), value);
  else pair.value = value;
}

function textNode(value: unknown): Scalar | YAMLMap {
  if (typeof value === 'object' && value !== null) {
    const map = new YAMLMap();
    for (const [key, child] of Object.entries(value)) map.set(textNode(key), textNode(child));
    return map;
  }
  const node = new Scalar('');
  setText(node, String(value));
  return node;
}
