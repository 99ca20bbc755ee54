import { isMap, isSeq, LineCounter, type Node, parseAllDocuments } from 'yaml';
import type { JsonPath } from './view.js';

/**
 * Line of a field in a file's text, from 1; of the closest one above it that is there. Slow, and therefore only for
 * what somebody has to look at.
 */
export function findLine(text: string, document: number, path: JsonPath): number | undefined {
  const lines = new LineCounter();
  try {
    const documents = parseAllDocuments(text, { lineCounter: lines, uniqueKeys: false, logLevel: 'silent' });
    if (!Array.isArray(documents)) return undefined;
    let node: unknown = documents[document]?.contents;
    let offset = (node as Node | null | undefined)?.range?.[0];
    for (const part of path) {
      const pair = isMap(node) ? node.items.find(({ key }) => String(key) === String(part)) : undefined;
      const next: unknown = pair?.value ?? (isSeq(node) ? node.items[Number(part)] : undefined);
      if (next === undefined || next === null) break;
      offset = (pair?.key as Node | undefined)?.range?.[0] ?? (next as Node).range?.[0] ?? offset;
      node = next;
    }
    return offset === undefined ? undefined : lines.linePos(offset).line;
  } catch {
    // A text that cannot be read has findings of its own; this one goes without a line.
    return undefined;
  }
}
