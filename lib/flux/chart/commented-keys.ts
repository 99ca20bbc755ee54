import type { KeyPath } from './key-tree.js';

const LIVE = /^( *)(- +)?(?:"([^"]+)"|'([^']+)'|([A-Za-z_][\w./-]*)):(?:\s|$)/;
const COMMENTED = /^( *)(#+ *)(?:"([^"]+)"|'([^']+)'|([A-Za-z_][\w./-]*)):(?:\s|$)/;

interface Step {
  readonly name: string;
  readonly column: number;
}

interface Commented {
  readonly name: string;
  /** Columns at which the key may stand once it is no comment any more. */
  readonly columns: readonly number[];
}

/**
 * Keys that a values.yaml shows commented out, where they may belong by their indentation: beside the key above, within
 * it, or further out. Prose with a colon gives keys too; too many known keys hide a mistake, too few would invent one.
 */
export function commentedKeys(valuesText: string): KeyPath[] {
  const found: KeyPath[] = [];
  let path: readonly Step[] = [];
  let waiting: Commented[] = [];
  const settle = (next: number | undefined) => {
    for (const { name, columns } of waiting) {
      for (const parent of parentsOf(path, columns, next)) found.push([...parent, name]);
    }
    waiting = [];
  };
  for (const line of valuesText.split('\n')) {
    const commented = COMMENTED.exec(line);
    if (commented !== null) {
      const [, spaces = '', mark = '', ...names] = commented;
      const key = spaces.length + mark.length;
      waiting.push({ name: nameIn(names), columns: [spaces.length, key - 2, key - 1, key] });
      continue;
    }
    const live = LIVE.exec(line);
    if (live === null || live[2] !== undefined) continue;
    const column = (live[1] as string).length;
    settle(column);
    path = [...path.filter((step) => step.column < column), { name: nameIn(live.slice(3)), column }];
  }
  settle(undefined);
  return found;
}

function nameIn(names: readonly (string | undefined)[]): string {
  return names.find((name) => name !== undefined) ?? '';
}

/** Maps on the way to the key above whose own keys stand at one of some columns; `next` is that of the key below. */
function parentsOf(path: readonly Step[], columns: readonly number[], next: number | undefined): KeyPath[] {
  const within = path.flatMap(({ column }, index) => {
    const children = path[index + 1]?.column ?? (next !== undefined && next > column ? next : undefined);
    if (children !== undefined && !columns.includes(children)) return [];
    return [path.slice(0, index + 1).map(({ name }) => name)];
  });
  return columns.includes(0) ? [[], ...within] : within;
}
