import { isDeepStrictEqual } from 'node:util';
import { isMap, isScalar, LineCounter, parseAllDocuments, type Scalar, type YAMLMap } from 'yaml';
import type { SecretDeclaration } from '../../model/secret.js';
import { utf8Text } from '../../model/utf8.js';
import { secretValues } from '../file/secret-manifest.js';
import { keyId, problem, type SecretProblem, secretId } from '../problem.js';
import { formatYaml, parseYaml, resolveLeaf } from '../sops/document.js';
import { SopsError } from '../sops/error.js';
import { setText } from '../sops/set-text.js';
import type { DeclaredKey } from '../values/order-keys.js';
import { refusalToSet } from '../values/settable.js';

/** What somebody did to a plaintext. Holds plaintext: never print, log or write it. */
export interface JudgedEdit {
  /** The edited plaintext, its values all text. */
  readonly plain: string;
  /** Values that are other ones, by `keyId`. */
  readonly set: ReadonlyMap<string, string>;
  /** Why it may not be saved. */
  readonly problems: readonly SecretProblem[];
}

export interface EditedSecret {
  readonly declaration: SecretDeclaration;
  readonly path: string;
  /** The plaintext before. */
  readonly before: string;
  readonly edited: string;
  /** The keys of all secrets of the cluster, with what they are made of. */
  readonly keys: readonly DeclaredKey[];
}

const VALUES = ['data', 'stringData'];

/**
 * Finds what changed between two plaintexts of a Secret. Values and comments are the owner's; names, labels and the
 * keys themselves are the declaration's.
 */
export function judgeEdit(secret: EditedSecret): JudgedEdit {
  const { declaration, path, before, edited } = secret;
  const id = secretId(declaration);
  const failed = (fact: string, hint?: string): JudgedEdit => ({
    plain: edited,
    set: new Map(),
    problems: [problem('SECRET_FILE', id, fact, hint)],
  });
  let now: EditedRoot;
  try {
    now = rootOf(edited, path);
  } catch (error) {
    if (!(error instanceof SopsError)) throw error;
    return failed(`${error.fact}${placeOf(edited)}`, error.hint);
  }
  if (now.documents !== 1) return failed('is to be one document');
  const problems = [
    ...clearProblems(rootOf(before, path).root, now.root, id),
    ...keyProblems(secret, now.root),
    ...normalize(now.root, rootOf(before, path).root, id, path),
  ];
  if (problems.length > 0) return { plain: edited, set: new Map(), problems };
  const plain = formatYaml(now.tree);
  const [old, values] = [secretValues(before, path), secretValues(plain, path)];
  const changed = secret.keys.filter(
    ({ ref }) => secretId(ref) === id && values[ref.key] !== undefined && values[ref.key] !== old[ref.key],
  );
  const set = new Map(changed.map(({ ref }) => [keyId(ref), values[ref.key] ?? '']));
  return { plain, set, problems: changed.flatMap((key) => refusalToSet(key) ?? []) };
}

interface EditedRoot {
  readonly tree: ReturnType<typeof parseYaml>;
  readonly documents: number;
  readonly root: YAMLMap | undefined;
}

function rootOf(text: string, path: string): EditedRoot {
  const tree = parseYaml(text, path);
  const contents = tree[0]?.contents;
  return { tree, documents: tree.length, root: isMap(contents) ? contents : undefined };
}

function clearProblems(before: YAMLMap | undefined, now: YAMLMap | undefined, id: string): SecretProblem[] {
  const clear = (root: YAMLMap | undefined) => {
    const all = (root?.toJSON() ?? {}) as Record<string, unknown>;
    return Object.fromEntries(Object.entries(all).filter(([key]) => !VALUES.includes(key)));
  };
  const [old, changed] = [clear(before), clear(now)];
  return [...new Set([...Object.keys(old), ...Object.keys(changed)])]
    .filter((key) => !isDeepStrictEqual(old[key], changed[key]))
    .map((key) => problem('SECRET_FILE', id, `"${key}" is the declaration's`, 'change it in the charts'));
}

function keyProblems({ declaration, path, before }: EditedSecret, now: YAMLMap | undefined): SecretProblem[] {
  const id = secretId(declaration);
  const old = keysOf(rootOf(before, path).root);
  const present = keysOf(now);
  const unknown = [...present].filter((key) => !old.has(key) && !Object.hasOwn(declaration.keys, key));
  const missing = [...old].filter((key) => !present.has(key) && Object.hasOwn(declaration.keys, key));
  return [
    ...unknown.map((key) =>
      problem('SECRET_KEY_EXTRA', id, `key "${key}" is not declared`, 'declare it in the charts'),
    ),
    ...missing.map((key) => problem('SECRET_KEY_MISSING', id, `key "${key}" is missing`, 'a declared key stays')),
  ];
}

function keysOf(root: YAMLMap | undefined): Set<string> {
  return new Set(valuesOf(root).map(({ key }) => key));
}

function valuesOf(
  root: YAMLMap | undefined,
): { readonly section: string; readonly key: string; readonly value: unknown }[] {
  return VALUES.flatMap((section) => {
    const map = root?.get(section);
    return isMap(map) ? map.items.map(({ key, value }) => ({ section, key: String(key), value })) : [];
  });
}

/** Kubernetes takes text only: what looks like a number or a date gets quotes. */
function normalize(root: YAMLMap | undefined, old: YAMLMap | undefined, id: string, path: string): SecretProblem[] {
  const before = new Map(valuesOf(old).map(({ section, key, value }) => [`${section} ${key}`, textOf(value)]));
  return valuesOf(root).flatMap(({ section, key, value }) => {
    const refuse = (fact: string) => [problem('SECRET_FILE', id, `key "${key}" ${fact}`)];
    if (!isScalar(value)) return refuse('is no text');
    const text = textOf(value);
    const isChanged = before.get(`${section} ${key}`) !== text;
    if (section === 'data' && isChanged && !isTextInBase64(text)) return refuse('is no text in base64');
    if (isText(value, [section, key], path)) return [];
    delete value.tag;
    setText(value, text);
    return [];
  });
}

function isText(node: Scalar, path: readonly string[], file: string): boolean {
  try {
    return resolveLeaf({ node, path }, file)?.type === 'str';
  } catch (error) {
    if (error instanceof SopsError) return false;
    throw error;
  }
}

function isTextInBase64(text: string): boolean {
  const bytes = Buffer.from(text, 'base64');
  return bytes.toString('base64') === text && utf8Text(bytes) !== undefined;
}

function textOf(node: unknown): string {
  return isScalar(node) && typeof node.value === 'string' ? node.value : '';
}

/** Line of the first fault, without what stands there. */
function placeOf(text: string): string {
  const lines = new LineCounter();
  const parsed = parseAllDocuments(text, {
    schema: 'failsafe',
    logLevel: 'error',
    prettyErrors: false,
    lineCounter: lines,
  });
  const error = 'empty' in parsed ? undefined : parsed.flatMap((document) => document.errors)[0];
  return error === undefined ? '' : `, line ${lines.linePos(error.pos[0]).line}`;
}
