import type { Json, JsonObject } from '../../../model/json.js';
import { goScalar } from '../go-scalar.js';
import { readBlock } from './block-scalar.js';
import { BAR, COLON, DOUBLE_QUOTE, GREATER, HASH, isBlank, NEWLINE, OPEN_LIST, OPEN_MAP, QUOTE } from './characters.js';
import type { Cursor } from './cursor.js';
import { decline } from './declined.js';
import { addEntry } from './entry.js';
import { readFlow } from './flow.js';
import { readPlain } from './plain.js';
import { readQuoted } from './quoted.js';

/**
 * The map or list that begins at the cursor, the first thing on its line; the cursor goes to the line behind it. That a
 * line is indented like nothing above shows at the document's end: none of its collections goes on there.
 */
export function readCollection(cursor: Cursor): JsonObject | Json[] {
  const { indent } = cursor;
  return cursor.atEntry() ? readList(cursor, indent) : readMap(cursor, indent, readKey(cursor));
}

/** Reads on behind the colon of the first key. */
function readMap(cursor: Cursor, column: number, first: string): JsonObject {
  cursor.enter();
  const map: Record<string, Json> = {};
  for (let key = first; ; key = readKey(cursor)) {
    addEntry(map, key, readValue(cursor, column));
    if (cursor.indent !== column) break;
  }
  cursor.leave();
  return map;
}

function readList(cursor: Cursor, column: number): Json[] {
  cursor.enter();
  const list: Json[] = [];
  do {
    cursor.at++;
    list.push(readItem(cursor, column));
  } while (cursor.indent === column && cursor.atEntry());
  cursor.leave();
  return list;
}

/** The key at the cursor, which goes behind its colon. */
function readKey(cursor: Cursor): string {
  if (cursor.atEntry()) decline();
  const key = isQuote(cursor.text.charCodeAt(cursor.at)) ? readQuoted(cursor) : plainKey(readPlain(cursor));
  if (!atColon(cursor)) decline();
  cursor.at++;
  return key;
}

function plainKey(text: string): string {
  if (text === '<<') decline();
  return String(goScalar(text));
}

/** Whether the colon of a key stands here, right behind it. */
function atColon({ text, at }: Cursor): boolean {
  return text.charCodeAt(at) === COLON && isBlank(text.charCodeAt(at + 1));
}

function readValue(cursor: Cursor, column: number): Json {
  const code = cursor.skipSpaces();
  if (code !== NEWLINE && code !== HASH) return cursor.atEntry() ? decline() : readInline(cursor, column, code);
  cursor.next();
  if (cursor.indent > column) return readCollection(cursor);
  return cursor.indent === column && cursor.atEntry() ? readList(cursor, column) : null;
}

function readItem(cursor: Cursor, column: number): Json {
  const code = cursor.skipSpaces();
  if (code === NEWLINE || code === HASH) {
    cursor.next();
    return cursor.indent > column ? readCollection(cursor) : null;
  }
  const inner = cursor.at - cursor.line;
  if (cursor.atEntry()) return readList(cursor, inner);
  if (code === BAR || code === GREATER || code === OPEN_LIST || code === OPEN_MAP) {
    return readInline(cursor, column, code);
  }
  const quoted = isQuote(code);
  const text = quoted ? readQuoted(cursor) : readPlain(cursor);
  if (atColon(cursor)) {
    cursor.at++;
    return readMap(cursor, inner, quoted ? text : plainKey(text));
  }
  cursor.endLine();
  cursor.next();
  return quoted ? text : goScalar(text);
}

/** A value on the line of its key or dash; the cursor goes to the line behind it. */
function readInline(cursor: Cursor, column: number, code: number): Json {
  if (code === BAR || code === GREATER) return readBlock(cursor, column);
  let value: Json;
  if (isQuote(code)) value = readQuoted(cursor);
  else if (code === OPEN_LIST || code === OPEN_MAP) value = readFlow(cursor);
  else value = goScalar(readPlain(cursor));
  cursor.endLine();
  cursor.next();
  return value;
}

function isQuote(code: number): boolean {
  return code === DOUBLE_QUOTE || code === QUOTE;
}
