import type { Scalar } from 'yaml';
import { isAmbiguous } from './resolve-scalar.js';

// What no YAML reader takes in a literal block.
const NEEDS_QUOTES = /[^\n\x20-\x7e\xa0-\ud7ff\u{e000}-\u{fffd}\u{10000}-\u{10ffff}]|\ufeff|\u2028|\u2029/u;
// Blocks that begin with white space need an indentation indicator, which the printer gets wrong at any indentation but
// two; whether empty lines at the end belong to a block depends on what follows it.
const NO_BLOCK = /^\s|\n\n$/;

/** Gives a node a text, in a style that Go's YAML reads back as the same text. */
export function setText(node: Scalar, text: string): void {
  node.value = text;
  node.type =
    !NEEDS_QUOTES.test(text) && text.includes('\n') ? styleOfLines(text) : isPlain(text) ? 'PLAIN' : 'QUOTE_DOUBLE';
}

/**
 * Gives a parsed node of several lines, or in a block, a style that every reader and the printer agree on. Nodes of one
 * line stay as they are.
 */
export function settleStyle(node: Scalar): void {
  if (typeof node.value !== 'string') return;
  const inBlock = node.type === 'BLOCK_LITERAL' || node.type === 'BLOCK_FOLDED';
  if (!inBlock && !node.value.includes('\n')) return;
  node.type = NEEDS_QUOTES.test(node.value) ? 'QUOTE_DOUBLE' : styleOfLines(node.value);
}

function styleOfLines(text: string): 'BLOCK_LITERAL' | 'QUOTE_DOUBLE' {
  return !text.includes('\n') || NO_BLOCK.test(text) ? 'QUOTE_DOUBLE' : 'BLOCK_LITERAL';
}

function isPlain(text: string): boolean {
  return !NEEDS_QUOTES.test(text) && !isAmbiguous(text);
}
