import type { AppliedObject, TreeView } from '../tree/view.js';

/** An object that another one makes. */
export interface Brought {
  /** @default the core group */
  readonly group?: string;
  readonly kind: string;
  /** @default that of whoever makes it */
  readonly namespace?: string;
  /** `*` at its end stands for anything. */
  readonly name: string;
  /** Keys of a Secret or ConfigMap. @default not known: any key is taken for there */
  readonly keys?: readonly string[];
  /** Names and numbers of a Service's ports. @default not known: any port is taken for there */
  readonly ports?: readonly (string | number)[];
  /** Adds to an object that somebody else makes, and makes none itself. @default false */
  readonly merged?: boolean;
}

/** What a kind makes in the cluster besides itself. One entry a kind; a family of kinds has a file. */
export interface Bringer {
  readonly group: string;
  readonly kind: string;
  brings(object: AppliedObject, view: TreeView): Iterable<Brought>;
}
