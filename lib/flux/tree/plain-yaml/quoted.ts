import { BACKSLASH, DOUBLE_QUOTE, QUOTE } from './characters.js';
import type { Cursor } from './cursor.js';
import { decline } from './declined.js';

const ESCAPE = /\\(?:x([\da-fA-F]{2})|u([\da-fA-F]{4})|U([\da-fA-F]{8})|(.?))/gsu;

const SHORT: Readonly<Record<string, string>> = {
  '0': '\0',
  a: '\x07',
  b: '\b',
  t: '\t',
  n: '\n',
  v: '\v',
  f: '\f',
  r: '\r',
  e: '\x1b',
  ' ': ' ',
  '"': '"',
  '/': '/',
  '\\': '\\',
  N: '\x85',
  _: '\xa0',
  L: '\u2028',
  P: '\u2029',
};

/** The text in quotes at the cursor, which goes behind them; they must close on the same line. */
export function readQuoted(cursor: Cursor): string {
  return cursor.text.charCodeAt(cursor.at) === QUOTE ? readSingle(cursor) : readDouble(cursor);
}

function readSingle(cursor: Cursor): string {
  const { text } = cursor;
  const start = cursor.at + 1;
  let end = text.indexOf("'", start);
  let doubled = false;
  while (end !== -1 && text.charCodeAt(end + 1) === QUOTE) {
    doubled = true;
    end = text.indexOf("'", end + 2);
  }
  const content = oneLine(cursor, start, end);
  return doubled ? content.replaceAll("''", "'") : content;
}

function readDouble(cursor: Cursor): string {
  const { text } = cursor;
  const start = cursor.at + 1;
  let escapes = false;
  let end = start;
  for (; text.charCodeAt(end) !== DOUBLE_QUOTE; end++) {
    if (end >= text.length) decline();
    if (text.charCodeAt(end) !== BACKSLASH) continue;
    escapes = true;
    end++;
  }
  const content = oneLine(cursor, start, end);
  return escapes ? content.replace(ESCAPE, unescaped) : content;
}

function oneLine(cursor: Cursor, start: number, end: number): string {
  if (end === -1) decline();
  const content = cursor.text.slice(start, end);
  if (content.includes('\n')) decline();
  cursor.at = end + 1;
  return content;
}

function unescaped(_: string, x?: string, u?: string, long?: string, short?: string): string {
  const hex = x ?? u ?? long;
  if (hex === undefined) return own(short ?? '') ?? decline();
  const code = Number.parseInt(hex, 16);
  // Half of a pair, or no character at all: readers differ.
  if ((code >= 0xd800 && code <= 0xdfff) || code > 0x10ffff) decline();
  return String.fromCodePoint(code);
}

function own(letter: string): string | undefined {
  return Object.hasOwn(SHORT, letter) ? SHORT[letter] : undefined;
}
