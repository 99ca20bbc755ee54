import type { Json, JsonObject } from '../../../model/json.js';
import { goScalar } from '../go-scalar.js';
import {
  CLOSE_LIST,
  CLOSE_MAP,
  COLON,
  COMMA,
  DASH,
  DOUBLE_QUOTE,
  HASH,
  isBlank,
  NEWLINE,
  OPEN_LIST,
  OPEN_MAP,
  QUOTE,
  SPACE,
  TAB,
} from './characters.js';
import type { Cursor } from './cursor.js';
import { decline } from './declined.js';
import { addEntry } from './entry.js';
import { cannotStart } from './plain.js';
import { readQuoted } from './quoted.js';

/** The list or map in brackets at the cursor, which goes behind them; it must be on one line, pairs with `: `. */
export function readFlow(cursor: Cursor): Json {
  cursor.enter();
  const value = cursor.text.charCodeAt(cursor.at++) === OPEN_LIST ? readList(cursor) : readMap(cursor);
  cursor.leave();
  return value;
}

function readList(cursor: Cursor): Json[] {
  const list: Json[] = [];
  while (cursor.skipSpaces() !== CLOSE_LIST) {
    list.push(readValue(cursor));
    if (!goesOn(cursor, CLOSE_LIST)) break;
  }
  cursor.at++;
  return list;
}

function readMap(cursor: Cursor): JsonObject {
  const map: Record<string, Json> = {};
  while (cursor.skipSpaces() !== CLOSE_MAP) {
    const key = readValue(cursor);
    if ((typeof key === 'object' && key !== null) || key === '<<') decline();
    if (cursor.text.charCodeAt(cursor.at) !== COLON || cursor.text.charCodeAt(cursor.at + 1) !== SPACE) decline();
    cursor.at++;
    cursor.skipSpaces();
    addEntry(map, String(key), readValue(cursor));
    if (!goesOn(cursor, CLOSE_MAP)) break;
  }
  cursor.at++;
  return map;
}

function goesOn(cursor: Cursor, close: number): boolean {
  const code = cursor.skipSpaces();
  if (code === COMMA) cursor.at++;
  else if (code !== close) decline();
  return code === COMMA;
}

function readValue(cursor: Cursor): Json {
  const code = cursor.text.charCodeAt(cursor.at);
  if (code === OPEN_LIST || code === OPEN_MAP) return readFlow(cursor);
  if (code === QUOTE || code === DOUBLE_QUOTE) return readQuoted(cursor);
  return readPlain(cursor);
}

function readPlain(cursor: Cursor): Json {
  const { text, at: start } = cursor;
  const code = text.charCodeAt(start);
  if (cannotStart(code) || (code === DASH && isEnd(text.charCodeAt(start + 1)))) decline();
  let end = start;
  for (; ; cursor.at++) {
    const code = text.charCodeAt(cursor.at);
    if (code === NEWLINE || code === TAB || code === HASH) decline();
    if (code === COLON ? isEnd(text.charCodeAt(cursor.at + 1)) : isBracket(code)) break;
    if (code !== SPACE) end = cursor.at + 1;
  }
  if (end === start) decline();
  return goScalar(text.slice(start, end));
}

function isEnd(code: number): boolean {
  return isBlank(code) || isBracket(code);
}

function isBracket(code: number): boolean {
  return code === COMMA || code === CLOSE_LIST || code === CLOSE_MAP || code === OPEN_LIST || code === OPEN_MAP;
}
