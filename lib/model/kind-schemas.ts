import type { JsonObject } from './json.js';

/** One thing that an object may not hold, or must and does not. */
export interface SchemaProblem {
  readonly path: readonly (string | number)[];
  readonly message: string;
  readonly keyword: 'unknown' | 'missing' | 'type' | 'enum' | 'pattern' | 'format' | 'range' | 'rule' | 'other';
  /** The way out: `did you mean "ports"?` */
  readonly hint?: string;
}

/** Validators of the kinds that a tree holds. */
export interface KindSchemas {
  /** Problems of an object; undefined where nobody knows the kind at this version. */
  check(object: JsonObject): readonly SchemaProblem[] | undefined;
  scopeOf(group: string, kind: string): 'Cluster' | 'Namespaced' | undefined;
  /** Versions of a kind that are known, best last; empty where the kind is unknown. */
  versionsOf(group: string, kind: string): readonly string[];
}
