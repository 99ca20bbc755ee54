import { isDeepStrictEqual } from 'node:util';
import { Document, isMap, isNode, isScalar, Scalar, YAMLMap } from 'yaml';
import type { SecretDeclaration } from '../../model/secret.js';
import { formatYaml, parseYaml } from '../sops/document.js';
import { setText } from '../sops/set-text.js';

/** Names the keys that hold stand-ins, separated by commas. In clear, so that everyone can see them. */
export const PLACEHOLDERS_ANNOTATION = 'homelab-gitops/placeholders';

/** Flux decrypts before it substitutes, so a password with `$` would change without this. */
const NO_SUBSTITUTION = { 'kustomize.toolkit.fluxcd.io/substitute': 'disabled' };

/** What a sealed Secret shows to everyone. */
export interface ClearPart {
  readonly apiVersion: 'v1';
  readonly kind: 'Secret';
  readonly metadata: {
    readonly name: string;
    readonly namespace: string;
    readonly labels?: Readonly<Record<string, string>>;
    readonly annotations: Readonly<Record<string, string>>;
  };
  readonly type: string;
}

/** What the file of a declaration must show in clear (a rule compares it without any key). */
export function clearPart(declaration: SecretDeclaration, standIns: readonly string[]): ClearPart {
  const { name, namespace, labels, type } = declaration;
  const marked: Record<string, string> = standIns.length === 0 ? {} : { [PLACEHOLDERS_ANNOTATION]: standIns.join(',') };
  const annotations = { ...declaration.annotations, ...NO_SUBSTITUTION, ...marked };
  const metadata = { name, namespace, ...(Object.keys(labels).length === 0 ? {} : { labels }), annotations };
  return { apiVersion: 'v1', kind: 'Secret', metadata, type };
}

/** Plain YAML of a new Secret, ready to be sealed. */
export function secretText(clear: ClearPart, values: Readonly<Record<string, string>>): string {
  const document = new Document(undefined, { schema: 'failsafe' });
  document.contents = textNode({ ...clear, stringData: values });
  return formatYaml([document]);
}

/**
 * An opened Secret brought up to its declaration: the clear part is rewritten, changed and missing values are set.
 * Everything else, comments and values under `data` included, stays where it is.
 */
export function completeText(
  plain: string,
  file: string,
  clear: ClearPart,
  changed: Readonly<Record<string, string>>,
): string {
  const tree = parseYaml(plain, file);
  const [document] = tree;
  if (document === undefined || !isMap(document.contents)) return plain;
  const root = document.contents;
  for (const [key, value] of Object.entries({ metadata: clear.metadata, type: clear.type })) {
    if (!isSame(root.get(key, true), value)) setNode(root, key, textNode(value));
  }
  const [encoded, text] = [root.get('data'), root.get('stringData')];
  for (const [key, value] of Object.entries(changed)) {
    // Where both have it, `stringData` wins.
    const isText = isMap(text) && text.has(key);
    if (!isText && isMap(encoded) && encoded.has(key))
      setNode(encoded, key, textNode(Buffer.from(value).toString('base64')));
    else setNode(childMap(root, 'stringData'), key, textNode(value));
  }
  return formatYaml(tree);
}

/** Values of an opened Secret by key; `stringData` wins over `data`, as in Kubernetes. */
export function secretValues(plain: string, file: string): Record<string, string> {
  const contents = parseYaml(plain, file)[0]?.contents;
  if (!isMap(contents)) return {};
  const encoded = Object.entries(textMap(contents.get('data'))).map(
    ([key, value]) => [key, Buffer.from(value, 'base64').toString('utf8')] as const,
  );
  return { ...Object.fromEntries(encoded), ...textMap(contents.get('stringData')) };
}

function textMap(node: unknown): Record<string, string> {
  if (!isMap(node)) return {};
  const entries = node.items.map(({ key, value }) => [text(key), text(value)] as const);
  return Object.fromEntries(entries);
}

function text(node: unknown): string {
  return isScalar(node) && typeof node.value === 'string' ? node.value : '';
}

function childMap(root: YAMLMap, key: string): YAMLMap {
  const found = root.get(key);
  if (isMap(found)) return found;
  const made = new YAMLMap();
  setNode(root, key, made);
  return made;
}

/** Whether a node says the same as a value, in whichever order. */
function isSame(node: unknown, value: unknown): boolean {
  return isNode(node) && isDeepStrictEqual(node.toJSON(), value);
}

/** Keeps the key's node, and with it its comments and its place. */
function setNode(map: YAMLMap, key: string, value: Scalar | YAMLMap): void {
  const pair = map.items.find((candidate) => text(candidate.key) === key);
  if (pair === undefined) {
    map.add({ key: textNode(key), value });
    return;
  }
  if (isScalar(pair.value) && pair.value.comment) value.comment = pair.value.comment;
  pair.value = value;
}

function textNode(value: unknown): Scalar | YAMLMap {
  if (typeof value === 'object' && value !== null) {
    const map = new YAMLMap();
    for (const [key, child] of Object.entries(value)) setNode(map, key, textNode(child));
    return map;
  }
  const node = new Scalar('');
  setText(node, String(value));
  return node;
}
