import type { KeyPath } from './key-tree.js';

/** What templates do with the values. */
export interface ValueUses {
  /** A place is read. */
  read(path: KeyPath): void;
  /** A map is taken as it is: every key of it counts. */
  open(path: KeyPath): void;
  /** A map is handed on to a template or a function that nobody here looks into. */
  hand(path: KeyPath): void;
  /** A field of something unknown. */
  mention(name: string): void;
}
