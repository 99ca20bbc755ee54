import { BAR, DASH, NEWLINE, PLUS, SPACE, TAB, ZERO } from './characters.js';
import type { Cursor } from './cursor.js';
import { decline } from './declined.js';

/** What a block is, by its first line. */
interface Header {
  readonly folded: boolean;
  /** `+` or `-`. */
  readonly chomping: number | undefined;
  /** Spaces before the text beyond those of what holds it, if given. */
  readonly indent: number | undefined;
}

/**
 * The text of `|` or `>` at the cursor, which goes to the next line with content behind it. Blocks without a text are
 * declined.
 * @param parent column of the map or list that the block is a value of
 */
export function readBlock(cursor: Cursor, parent: number): string {
  const { folded, chomping, indent } = readHeader(cursor);
  const { text } = cursor;
  let line = text.indexOf('\n', cursor.at) + 1;
  const column = indent === undefined ? columnOfText(text, line) : parent + indent;
  if (column <= parent) decline();
  let content = '';
  let breaks = 0;
  let indented = false;
  let empty = true;
  while (line < text.length) {
    const end = text.indexOf('\n', line);
    let at = line;
    while (at < line + column && text.charCodeAt(at) === SPACE) at++;
    if (at === end) breaks++;
    else if (at < line + column) break;
    else {
      const first = text.charCodeAt(at);
      const stands = folded && (first === SPACE || first === TAB);
      if (folded && !empty && !stands && !indented && breaks === 1) content += ' ';
      else content += '\n'.repeat(folded && !empty && !stands && !indented ? breaks - 1 : breaks);
      content += text.slice(at, end);
      indented = stands;
      empty = false;
      breaks = 1;
    }
    line = end + 1;
  }
  if (empty) decline();
  cursor.nextFrom(line);
  if (chomping === DASH) return content;
  return content + (chomping === PLUS ? '\n'.repeat(breaks) : '\n');
}

function readHeader(cursor: Cursor): Header {
  const { text } = cursor;
  const folded = text.charCodeAt(cursor.at) !== BAR;
  let chomping: number | undefined;
  let indent: number | undefined;
  for (;;) {
    const code = text.charCodeAt(++cursor.at);
    if ((code === PLUS || code === DASH) && chomping === undefined) chomping = code;
    else if (code > ZERO && code <= ZERO + 9 && indent === undefined) indent = code - ZERO;
    else break;
  }
  cursor.endLine();
  return { folded, chomping, indent };
}

/** Spaces before the first line that has more than spaces. */
function columnOfText(text: string, from: number): number {
  let most = 0;
  for (let line = from; line < text.length; line = text.indexOf('\n', line) + 1) {
    let at = line;
    while (text.charCodeAt(at) === SPACE) at++;
    const code = text.charCodeAt(at);
    if (code !== NEWLINE) return at - line < most ? decline() : at - line;
    most = Math.max(most, at - line);
  }
  return decline();
}
