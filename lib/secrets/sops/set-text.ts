import type { Scalar } from 'yaml';
import { isAmbiguous } from './resolve-scalar.js';

// What no YAML reader takes in a literal block.
const NEEDS_QUOTES = /[^\n\x20-\x7e\xa0-\ud7ff\u{e000}-\u{fffd}\u{10000}-\u{10ffff}]|\ufeff|\u2028|\u2029/u;

/** Gives a node a text, in a style that Go's YAML reads back as the same text. */
export function setText(node: Scalar, text: string): void {
  node.value = text;
  const quoted = NEEDS_QUOTES.test(text) || isAmbiguous(text);
  node.type = quoted ? 'QUOTE_DOUBLE' : text.includes('\n') ? 'BLOCK_LITERAL' : 'PLAIN';
}
