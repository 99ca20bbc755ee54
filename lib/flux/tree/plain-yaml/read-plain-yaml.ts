import type { Json } from '../../../model/json.js';
import { Cursor } from './cursor.js';
import { Declined, decline } from './declined.js';
import { readCollection } from './node.js';

const PRINTABLE_ASCII = /^[\n\t\x20-\x7e]*$/;
// Line breaks of other systems and ages, control characters, half pairs.
const ODD = /[^\n\t\x20-\x7e\xa0-\u2027\u202a-\ud7ff\ue000-\ufefe\uff00-\ufffd\u{10000}-\u{10ffff}]/u;

/**
 * The documents of a file, if it is written the plain way that manifests nearly always are: block maps and lists,
 * scalars on one line or in blocks, flow collections on one line. Several times as fast as the YAML parser, and exactly
 * what that returns; undefined for anything that is written otherwise or wrong: then it is the parser's.
 */
export function readPlainYaml(text: string): readonly Json[] | undefined {
  if ((!PRINTABLE_ASCII.test(text) && ODD.test(text)) || text.endsWith(' ')) return undefined;
  try {
    return readAll(new Cursor(text.endsWith('\n') ? text : `${text}\n`));
  } catch (error) {
    if (error instanceof Declined) return undefined;
    throw error;
  }
}

function readAll(cursor: Cursor): readonly Json[] {
  const documents: Json[] = [];
  cursor.nextFrom(0);
  if (cursor.indent !== -1) documents.push(readDocument(cursor));
  while (cursor.marked) {
    cursor.endLine();
    cursor.next();
    documents.push(cursor.indent === -1 ? null : readDocument(cursor));
  }
  return documents;
}

function readDocument(cursor: Cursor): Json {
  const value = readCollection(cursor);
  return cursor.indent === -1 ? value : decline();
}
