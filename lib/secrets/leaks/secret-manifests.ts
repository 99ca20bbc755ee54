import { isMap, isScalar, isSeq, parseDocument, type YAMLMap } from 'yaml';
import type { Json, JsonObject } from '../../model/json.js';
import { isSealedText } from '../sops/cipher.js';
import type { Hit } from './leak.js';
import { looksSecret } from './looks-secret.js';
import { isFilledIn, isPlaceholder } from './placeholder.js';
import { findWrittenManifests } from './written-manifests.js';

const SECRET = /\bkind\\?["']?\s{0,20}:\s{0,20}(?:\\?["']|!!str )?Secret\b/;
const STRUCTURED = /\.(?:ya?ml|json|jsonc)$/i;
/** Guides and programs. */
const MADE_UP = /\.(?:md|mdx|rst|adoc|[cm]?[jt]sx?|go|py|rs)$/i;
/** What every document with a Secret's values has: the name of their map, or an escape that may spell it. */
const VALUES = /\b(?:data|stringData)\b|\\/;
/** A document larger than this, in characters, is looked at line by line alone. */
const LARGEST_DOCUMENT = 250_000;

/** Reads YAML that is plainly written, several times as fast as the parser. Undefined for any other, and for what is none. */
export type ReadPlain = (text: string) => readonly Json[] | undefined;

/**
 * Finds Kubernetes Secrets whose values stand in clear: YAML and JSON, several documents, items of a List, nested in
 * another file's text, in a fenced block of a guide. Base64 hides nothing.
 */
export function findSecretManifests(path: string, text: string, readPlain: ReadPlain = () => undefined): Hit[] {
  if (!SECRET.test(text)) return [];
  const hits = STRUCTURED.test(path) ? structured(text, readPlain) : [];
  const found = hits.map(({ offset }) => offset);
  const written = findWrittenManifests(text, judgeOf(path)).filter(
    ({ offset }) => !found.some((other) => Math.abs(other - offset) < 2_000),
  );
  return [...hits, ...written];
}

/**
 * What counts as a value in clear. Guides and programs show made-up Secrets, so there a value has to look random, or its
 * base64 has to; anywhere else whatever is no instruction counts.
 */
function judgeOf(path: string): (value: string) => boolean {
  const isReal = (value: string) => looksSecret(value) || looksSecret(Buffer.from(value, 'base64').toString('latin1'));
  const shown = MADE_UP.test(path) ? isReal : () => true;
  return (value) => !value.startsWith('ENC[') && !isPlaceholder(value) && shown(value);
}

function structured(text: string, readPlain: ReadPlain): Hit[] {
  const hits: Hit[] = [];
  for (const [start, end] of documentsOf(text)) {
    const part = text.slice(start, end);
    if (part.length > LARGEST_DOCUMENT || !SECRET.test(part) || !VALUES.test(part)) continue;
    // Only the parser knows where a value stands, and most documents have none in clear.
    if (readPlain(part)?.some(mayHoldSecret) === false) continue;
    try {
      const document = parseDocument(part, {
        schema: 'failsafe',
        logLevel: 'silent',
        prettyErrors: false,
        uniqueKeys: false,
      });
      for (const hit of secretsIn(document.contents)) {
        hits.push({ ...hit, offset: hit.offset + start, end: hit.end + start });
      }
    } catch {
      // Too deep, or no YAML at all: it is looked at line by line.
    }
  }
  return hits;
}

/** Parts between `---` lines. */
function documentsOf(text: string): [number, number][] {
  const starts = [0, ...[...text.matchAll(/^---(?=\s)/gm)].map(({ index }) => index + 3)];
  return starts.map((start, index) => {
    const next = starts[index + 1];
    return [start, next === undefined ? text.length : next - 3];
  });
}

/** Whether a document may hold a Secret with a value in clear. What is no text is left to the parser: it has the spelling. */
function mayHoldSecret(value: Json | undefined): boolean {
  if (typeof value !== 'object' || value === null) return false;
  if (Array.isArray(value)) return value.some(mayHoldSecret);
  const { kind, data, stringData } = value as JsonObject;
  const values = kind === 'Secret' ? [data, stringData].flatMap((map) => Object.values(map ?? {})) : [];
  return values.some((one) => typeof one !== 'string' || isClear(one)) || Object.values(value).some(mayHoldSecret);
}

function* secretsIn(root: unknown): Generator<Hit> {
  const pending: unknown[] = [root];
  for (let node = pending.pop(); node !== undefined; node = pending.pop()) {
    if (isSeq(node)) pending.push(...node.items.toReversed());
    if (!isMap(node)) continue;
    if (node.get('kind') === 'Secret') yield* valuesInClear(node);
    pending.push(...node.items.map(({ value }) => value ?? undefined).filter((value) => value !== undefined));
  }
}

function* valuesInClear(secret: YAMLMap): Generator<Hit> {
  const inClear = ['data', 'stringData'].flatMap((part) => {
    const values = secret.get(part);
    return isMap(values) ? values.items.map(({ value }) => value).filter(isInClear) : [];
  });
  const [first] = inClear;
  if (!isScalar(first)) return;
  const [offset = 0, end = 0] = first.range ?? [];
  yield {
    code: 'leak-secret-manifest',
    offset,
    end,
    what: `a Kubernetes Secret with ${inClear.length} value${inClear.length === 1 ? '' : 's'} in clear`,
  };
}

function isInClear(node: unknown): boolean {
  if (!isScalar(node)) return false;
  const value = String(node.value ?? '').trim();
  return value !== 'null' && value !== '~' && isClear(value);
}

function isClear(value: string): boolean {
  return value.trim() !== '' && !isSealedText(value.trim()) && !isFilledIn(value.trim());
}
