import { type Document, isMap, isPair, isScalar, isSeq, type Node } from 'yaml';
import { METADATA_KEY } from './document.js';

/**
 * Rewrites every comment of a document, line by line. A comment belongs to the map or sequence that it stands in;
 * `path` leads there.
 */
export function mapComments(document: Document, rewrite: (line: string, path: readonly string[]) => string): void {
  if (isMap(document.contents)) visit(document.contents, [], [], rewrite);
}

type Rewrite = (line: string, path: readonly string[]) => string;

/** `outer` is the path of the collection that holds the node, `inner` the node's own. */
function visit(node: unknown, outer: readonly string[], inner: readonly string[], rewrite: Rewrite): void {
  if (isMap(node) || isSeq(node)) {
    rewriteNode(node, inner, rewrite);
    for (const item of node.items) {
      if (!isPair(item)) visit(item, inner, inner, rewrite);
      else if (isScalar(item.key)) {
        rewriteNode(item.key, inner, rewrite);
        const key = String(item.key.value);
        if (inner.length > 0 || key !== METADATA_KEY) visit(item.value, inner, [...inner, key], rewrite);
      }
    }
  } else if (isScalar(node)) rewriteNode(node, outer, rewrite);
}

function rewriteNode(node: Node, path: readonly string[], rewrite: Rewrite): void {
  const lines = (text: string) =>
    text
      .split('\n')
      .map((line) => (line === '' ? line : rewrite(line, path)))
      .join('\n');
  if (node.commentBefore) node.commentBefore = lines(node.commentBefore);
  if (node.comment) node.comment = lines(node.comment);
}
