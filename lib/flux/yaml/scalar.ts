import { YamlError } from './error.js';

/**
 * How the file will live on. `reviewed`: only we write it. `automated`: image automation writes it back through
 * kyaml, so each scalar has the style that kyaml keeps.
 */
export type Upkeep = 'reviewed' | 'automated';

// Words that YAML 1.1 or 1.2 reads as something else than text, in lower case.
const WORDS = new Set(['null', 'true', 'false', 'yes', 'no', 'on', 'off', 'y', 'n']);
const LONGEST_WORD = 5;

const SURELY_PLAIN = /^(?![eE][-+\d])[A-Za-z_/$][\w./${}@+=,-]*$/;
const ASCII = /^[\x20-\x7e]*$/;
const SPECIAL_START = /^[\s[\]{},#&*!|>'"%@`?]|^[-:](?:\s|$)|^(?:---|\.\.\.)/;
const SPECIAL_INSIDE = /:\s|:$|\s#|\s$/;

// Read as a number, a time or a special value by YAML 1.1 (sexagesimal, octal) or 1.2. Underscores are taken out
// before, wherever they stand; Go takes a sign after `0b`, and some take `e1` for a number, too.
const NUMBER_START = /^[-+.0-9~=<eE]/;
const NUMBERS = [
  /^[-+]?\d*\.?\d*(?:[eE][-+]?\d*)?$/,
  /^[-+]?0[xX][\da-fA-F.pP+-]*$/,
  /^[-+]?0[bBoO][-+\d]*$/,
  /^[-+]?\d+(?::\d+)+(?:\.\d*)?$/,
  /^[-+]?\.(?:inf|nan)$/i,
  /^\d{4}-\d{1,2}-\d{1,2}(?:[Tt\s].*)?$/,
  /^(?:~|=|<<)$/,
];

// Control characters, no-break space, line and paragraph separators, byte order mark, noncharacters, lone
// surrogates, and what is invisible or turns the reading direction: a reviewer must see them.
const HIDDEN =
  /[\p{Cc}\p{Cs}\u00a0\u00ad\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufdd0-\ufdef\ufeff\ufff9-\ufffb\ufffe\uffff]/gu;
// In a block only what no reader takes, or what deceives, drives the whole text into quotes.
const HIDDEN_IN_BLOCK = /(?![\n\t])[\p{Cc}\p{Cs}\u2028-\u202e\u2066-\u2069\ufdd0-\ufdef\ufeff\ufffe\uffff]/u;
// kyaml escapes these, and nothing else.
const HIDDEN_FROM_KYAML = /[\p{Cc}\p{Cs}\u2028\u2029\ufeff\ufffe\uffff]|[\u{10000}-\u{10ffff}]/gu;
const UNPRINTABLE_TO_KYAML =
  /(?![\n\t])[\p{Cc}\p{Cs}\u2028\u2029\ufdd0-\ufdef\ufeff\ufffe\uffff]|[\u{10000}-\u{10ffff}]/u;
const LONE_SURROGATE = /\p{Cs}/u;

const ESCAPES: Readonly<Record<string, string>> = {
  '\0': '\\0',
  '\x07': '\\a',
  '\b': '\\b',
  '\t': '\\t',
  '\n': '\\n',
  '\v': '\\v',
  '\f': '\\f',
  '\r': '\\r',
  '\x1b': '\\e',
  '\x85': '\\N',
  '\xa0': '\\_',
  '\u2028': '\\L',
  '\u2029': '\\P',
};

/** A string on one line: plain where every reader of YAML 1.1 and 1.2 sees the same text, else in double quotes. */
export function flowScalar(text: string, upkeep: Upkeep): string {
  return isPlain(text, upkeep) ? text : doubleQuoted(text, upkeep);
}

/**
 * A string in double quotes.
 * @throws YamlError for half of a surrogate pair: Flux's parser refuses it, escaped or not.
 */
export function doubleQuoted(text: string, upkeep: Upkeep): string {
  const quoted = text.replace(/["\\]/g, '\\$&');
  if (ASCII.test(quoted)) return `"${quoted}"`;
  if (LONE_SURROGATE.test(text)) {
    throw new YamlError('YAML_LONE_SURROGATE', 'text holds half of a surrogate pair', 'keep binary data as base64');
  }
  return `"${quoted.replace(upkeep === 'reviewed' ? HIDDEN : HIDDEN_FROM_KYAML, escaped)}"`;
}

/** Whether a text of several lines can be a literal block (`|`) and reads better so. */
export function fitsBlock(text: string, upkeep: Upkeep): boolean {
  // kyaml, which Flux builds with, writes a block that starts with a tab so that nobody can read it. Readers differ over
  // blocks of nothing but spaces.
  if (!text.includes('\n') || text.startsWith('\t') || /^[\n ]*$/.test(text)) return false;
  if (upkeep === 'reviewed') return !HIDDEN_IN_BLOCK.test(text);
  return !(UNPRINTABLE_TO_KYAML.test(text) || / (?:\n|$)/.test(text) || text.endsWith('\n\n'));
}

/** What stands after `|`: the indentation where a reader would guess it wrongly, and what becomes of the last newlines. */
export function blockHeader(text: string): string {
  const first = text.charCodeAt(0);
  const indent = first === 0x20 || first === 0x0a ? '2' : '';
  if (!text.endsWith('\n')) return `|${indent}-`;
  return text.endsWith('\n\n') ? `|${indent}+` : `|${indent}`;
}

/** Quick answer for most strings: false means that a closer look is needed. */
export function isSurelyPlain(text: string): boolean {
  return SURELY_PLAIN.test(text) && !isWord(text);
}

function isWord(text: string): boolean {
  return text.length <= LONGEST_WORD && WORDS.has(text.toLowerCase());
}

function isPlain(text: string, upkeep: Upkeep): boolean {
  if (isSurelyPlain(text)) return true;
  if (isWord(text)) return false;
  if (text === '' || SPECIAL_START.test(text) || SPECIAL_INSIDE.test(text)) return false;
  if (!ASCII.test(text) && text.search(upkeep === 'reviewed' ? HIDDEN : HIDDEN_FROM_KYAML) !== -1) return false;
  return !(NUMBER_START.test(text) && isNumberLike(text.replaceAll('_', '')));
}

function isNumberLike(text: string): boolean {
  return NUMBERS.some((number) => number.test(text));
}

function escaped(character: string): string {
  const short = ESCAPES[character];
  if (short !== undefined) return short;
  const hex = (character.codePointAt(0) ?? 0).toString(16).toUpperCase();
  if (hex.length <= 2) return `\\x${hex.padStart(2, '0')}`;
  return hex.length <= 4 ? `\\u${hex.padStart(4, '0')}` : `\\U${hex.padStart(8, '0')}`;
}
