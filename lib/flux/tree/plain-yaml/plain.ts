import { COLON, HASH, isBlank, NEWLINE, SPACE, TAB } from './characters.js';
import type { Cursor } from './cursor.js';
import { decline } from './declined.js';

const NEVER_FIRST = new Uint8Array(0x80);
for (const each of ' \n\t#&*!|>\'"%@`,[]{}?') NEVER_FIRST[each.charCodeAt(0)] = 1;

/** Whether no text without quotes begins so; `?` may, but hardly ever does. */
export function cannotStart(code: number): boolean {
  return NEVER_FIRST[code] === 1;
}

/**
 * The text without quotes at the cursor, which goes behind it: what ends it is the end of the line, a comment or the
 * colon of a key. A dash before a blank is for the caller to see.
 */
export function readPlain(cursor: Cursor): string {
  const { text, at: start } = cursor;
  let code = text.charCodeAt(start);
  if (cannotStart(code)) decline();
  let at = start;
  for (;;) {
    if (code === COLON) {
      if (isBlank(text.charCodeAt(at + 1))) break;
    } else if (code === NEWLINE || (code === HASH && text.charCodeAt(at - 1) === SPACE)) break;
    else if (code === TAB) decline();
    code = text.charCodeAt(++at);
  }
  if (at === start) decline();
  while (text.charCodeAt(at - 1) === SPACE) at--;
  cursor.at = at;
  return text.slice(start, at);
}
