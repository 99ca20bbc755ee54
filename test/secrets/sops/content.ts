import { mapComments } from '../../../lib/secrets/sops/comments.js';
import { leavesOf, parseYaml, resolveLeaf } from '../../../lib/secrets/sops/document.js';

export interface Content {
  /** One line a value, in order over all documents: path and bytes, as its MAC takes them. */
  readonly values: readonly string[];
  /** Their types, in the same order. */
  readonly types: readonly string[];
  /** Sorted. */
  readonly comments: readonly string[];
}

/** What must survive sealing and opening. sops prints some numbers of one type as another. */
export function contentOf(text: string): Content {
  const tree = parseYaml(text, 'file');
  const comments: string[] = [];
  const types: string[] = [];
  const values = tree.flatMap((document, index) => {
    mapComments(document, (line) => {
      if (line.trim() !== '') comments.push(line.trim());
      return line;
    });
    return leavesOf(document, 'file').map((leaf) => {
      const value = resolveLeaf(leaf, 'file');
      types.push(value?.type ?? 'null');
      const bytes = value === undefined ? 'null' : JSON.stringify(Buffer.from(value.bytes).toString('utf8'));
      return `${index} ${leaf.path.join('/')} ${bytes}`;
    });
  });
  return { values, types, comments: comments.sort() };
}
