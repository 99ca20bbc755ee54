import { isNode, type Scalar, type YAMLSeq } from 'yaml';

/**
 * SOPS writes a comment of a list as an item of type `comment`, which its MAC does not cover. Once opened, it is a
 * comment again: before the item that follows, or at the list's end.
 */
export class ListComments {
  private readonly lists = new Map<YAMLSeq, Map<unknown, string>>();

  add(list: YAMLSeq, item: Scalar, text: string): void {
    const comments = this.lists.get(list) ?? new Map<unknown, string>();
    this.lists.set(list, comments.set(item, text));
  }

  restore(): void {
    for (const [list, comments] of this.lists) restore(list, comments);
  }
}

function restore(list: YAMLSeq, comments: ReadonlyMap<unknown, string>): void {
  let waiting: string[] = [];
  const items: unknown[] = [];
  for (const item of list.items) {
    const text = comments.get(item);
    if (text !== undefined) {
      waiting.push(text);
      continue;
    }
    if (waiting.length > 0 && isNode(item)) {
      item.commentBefore = joined(waiting, item.commentBefore);
      waiting = [];
    }
    items.push(item);
  }
  list.items = items;
  if (waiting.length > 0) list.comment = joined(waiting, list.comment);
}

function joined(lines: readonly string[], rest: string | null | undefined): string {
  return [...lines, ...(rest ? [rest] : [])].join('\n');
}
