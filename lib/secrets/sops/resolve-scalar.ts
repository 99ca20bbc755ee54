import type { Scalar } from 'yaml';
import { formatFloat, formatInt, parseInteger } from './number.js';
import { normalizeTimestamp } from './time.js';
import { type SopsValue, sopsValue } from './value.js';

const TAG_PREFIX = 'tag:yaml.org,2002:';
const NULLS = new Set(['', '~', 'null', 'Null', 'NULL']);
const TRUE = new Set(['true', 'True', 'TRUE']);
const FALSE = new Set(['false', 'False', 'FALSE']);
// A map: an object would also know `constructor` and `valueOf`.
const SPECIAL_FLOATS: ReadonlyMap<string, number> = new Map([
  ...inCases('.nan', '.NaN', '.NAN', Number.NaN),
  ...inCases('.inf', '.Inf', '.INF', Number.POSITIVE_INFINITY),
  ...inCases('+.inf', '+.Inf', '+.INF', Number.POSITIVE_INFINITY),
  ...inCases('-.inf', '-.Inf', '-.INF', Number.NEGATIVE_INFINITY),
]);
const FLOAT = /^[-+]?(?:\.\d+|\d+(?:\.\d*)?)(?:[eE][-+]?\d+)?$/;

/** What decides a scalar's type: its text, its style and its tag. */
export type ScalarText = Pick<Scalar, 'value' | 'type' | 'tag'>;

/** A scalar whose type SOPS has no way to hold; the message never quotes it. */
export class UnsupportedScalar extends Error {}

/**
 * What Go's YAML makes of a scalar, which decides the type that SOPS writes and the bytes that it hashes:
 * `0777` is 511, `yes` is text, `2020-01-01` is a time. null is undefined: SOPS neither encrypts nor hashes it.
 *
 * @param scalar parsed with the failsafe schema, so that its value is its text.
 * @throws UnsupportedScalar for other tags, and for whole numbers of more than 64 bits.
 */
export function resolveScalar(scalar: ScalarText): SopsValue | undefined {
  const text = typeof scalar.value === 'string' ? scalar.value : '';
  const tag = shortTag(scalar);
  if (tag === 'str' || tag === 'merge') return sopsValue('str', text);
  if (tag === 'binary') return { type: 'str', bytes: Buffer.from(text, 'base64') };
  const plain = resolvePlain(text);
  if (tag === undefined) return plain;
  if (tag === 'float' && plain?.type === 'int') return sopsValue('float', formatFloat(Number(text)));
  const found = plain === undefined ? 'null' : plain.type === 'time' ? 'timestamp' : plain.type;
  if (found !== tag) throw new UnsupportedScalar(`tag !!${tag} on something else`);
  return plain;
}

/** Whether Go's YAML or a reader of YAML 1.1 takes unquoted text for something else than text. */
export function isAmbiguous(text: string): boolean {
  if (/^(?:y|n|yes|no|on|off|<<|=)$/i.test(text) || /^[-+]?\d[\d_]*(?::[0-5]?\d)+(?:\.\d*)?$/.test(text)) return true;
  try {
    return resolvePlain(text)?.type !== 'str';
  } catch {
    return true;
  }
}

function shortTag({ tag, type }: ScalarText): string | undefined {
  if (tag === undefined) return type === 'PLAIN' || type === undefined ? undefined : 'str';
  if (tag === '!') return 'str';
  const short = tag.startsWith(TAG_PREFIX) ? tag.slice(TAG_PREFIX.length) : tag;
  if (!['str', 'int', 'float', 'bool', 'null', 'timestamp', 'binary', 'merge'].includes(short)) {
    throw new UnsupportedScalar(`tag ${tag}`);
  }
  return short;
}

function resolvePlain(text: string): SopsValue | undefined {
  if (NULLS.has(text)) return undefined;
  if (TRUE.has(text)) return sopsValue('bool', 'True');
  if (FALSE.has(text)) return sopsValue('bool', 'False');
  const special = SPECIAL_FLOATS.get(text);
  if (special !== undefined) return sopsValue('float', formatFloat(special));
  if (text.startsWith('.')) return resolveFloat(text, text);
  if (!/^[-+\d]/.test(text)) return sopsValue('str', text);
  const time = normalizeTimestamp(text);
  if (time !== undefined) return sopsValue('time', time);
  const digits = text.replaceAll('_', '');
  const whole = parseInteger(digits);
  if (whole === undefined) return resolveFloat(text, digits);
  const int = formatInt(whole);
  if (int !== undefined) return sopsValue('int', int);
  if (whole > 0n && whole < 2n ** 64n) throw new UnsupportedScalar('a whole number of more than 63 bits');
  return resolveFloat(text, digits);
}

function resolveFloat(text: string, digits: string): SopsValue {
  const value = FLOAT.test(digits) ? Number(digits) : Number.NaN;
  return Number.isFinite(value) ? sopsValue('float', formatFloat(value)) : sopsValue('str', text);
}

function inCases(lower: string, title: string, upper: string, value: number): [string, number][] {
  return [lower, title, upper].map((word) => [word, value]);
}
