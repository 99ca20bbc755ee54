import type { KeyPath } from './key-tree.js';

const LIVE = /^( *)(- +)?(?:"([^"]+)"|'([^']+)'|([A-Za-z_][\w./-]*)):(?:\s|$)/;
const COMMENTED = /^( *)#+( ?)( *)(?:"([^"]+)"|'([^']+)'|([A-Za-z_][\w./-]*)):(?:\s|$)/;

/**
 * Keys that a values.yaml shows commented out, where they may belong: beside the key above, or within it. Prose with a
 * colon gives keys too; too many known keys hide a mistake, too few would invent one.
 */
export function commentedKeys(valuesText: string): KeyPath[] {
  const found: KeyPath[] = [];
  let path: { readonly name: string; readonly column: number }[] = [];
  let waiting: string[] = [];
  const settle = (parents: readonly KeyPath[]) => {
    for (const name of waiting) for (const parent of parents) found.push([...parent, name]);
  };
  const parentsOf = () => path.map((_, index) => path.slice(0, index + 1).map(({ name }) => name));
  for (const line of valuesText.split('\n')) {
    const commented = COMMENTED.exec(line);
    if (commented !== null) {
      waiting.push((commented[4] ?? commented[5] ?? commented[6]) as string);
      continue;
    }
    const live = LIVE.exec(line);
    if (live === null || live[2] !== undefined) continue;
    // Within what is above, beside it, and beside what comes next.
    const above = parentsOf();
    const column = (live[1] as string).length;
    const deeper = path.filter((step) => step.column < column);
    settle([[], ...above]);
    waiting = [];
    path = [...deeper, { name: (live[3] ?? live[4] ?? live[5]) as string, column }];
  }
  settle([[], ...parentsOf()]);
  return found;
}
