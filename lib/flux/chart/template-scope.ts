import type { KeyPath } from './key-tree.js';

/** What a term of a template stands for: the root of everything, places of the values, or nobody knows. */
export interface Meaning {
  /** The context that a template is rendered with, or may be: its `.Values` are the chart's. */
  readonly root: boolean;
  /** Places of the values; the empty path is `.Values` itself. */
  readonly paths: readonly KeyPath[];
}

export const UNKNOWN_MEANING: Meaning = { root: false, paths: [] };
export const ROOT: Meaning = { root: true, paths: [] };

interface Block {
  /** What `.` was before. */
  readonly outer: Meaning;
  readonly kind: string;
}

/** What `.` and the variables mean, at a place of a template. */
export class Scope {
  dot: Meaning = ROOT;
  private readonly blocks: Block[] = [];
  private readonly variables = new Map<string, Meaning>();

  variable(name: string): Meaning {
    return name === '' ? ROOT : (this.variables.get(name) ?? UNKNOWN_MEANING);
  }

  /** A variable may have been given something else under another condition: it means both. */
  assign(name: string, meaning: Meaning): void {
    this.variables.set(name, both([this.variables.get(name) ?? UNKNOWN_MEANING, meaning]));
  }

  enter(kind: string, dot: Meaning): void {
    this.blocks.push({ outer: this.dot, kind });
    this.dot = dot;
    if (kind === 'define') this.variables.clear();
  }

  /** `{{ else }}`: the dot is what it was before the block, and for `else with` what that says. */
  otherwise(dot?: Meaning): void {
    const block = this.blocks.at(-1);
    if (block !== undefined) this.dot = dot ?? block.outer;
  }

  leave(): void {
    const block = this.blocks.pop();
    if (block !== undefined) this.dot = block.outer;
  }
}

/** What may be one of several. */
export function both(meanings: readonly Meaning[]): Meaning {
  return { root: meanings.some(({ root }) => root), paths: meanings.flatMap(({ paths }) => paths).slice(0, 20) };
}
