import type { ExternalObject } from '../../model/external.js';
import type { AppliedObject, TreeView } from '../tree/view.js';

/** An object that another one makes; in the namespace of its maker, if it names none. */
export interface Brought extends Omit<ExternalObject, 'reason'> {
  /** Adds to an object that somebody else makes, and makes none itself. @default false */
  readonly merged?: boolean;
}

/** What a kind makes in the cluster besides itself. One entry a kind; a family of kinds has a file. */
export interface Bringer {
  readonly group: string;
  readonly kind: string;
  brings(object: AppliedObject, view: TreeView): Iterable<Brought>;
}
