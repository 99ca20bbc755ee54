import type { Json } from '../../model/json.js';
import type { SchemaProblem } from '../../model/kind-schemas.js';

/** A problem on its way up: the path holds what is known of it, innermost first. */
export interface Problem extends SchemaProblem {
  readonly path: (string | number)[];
}

/** Judges a value; undefined where all is well, so that valid objects cost no memory. */
export type Check = (value: Json) => Problem[] | undefined;

/**
 * Opens a text whose value nobody knows before the cluster (lib/flux/substitution.ts writes it, and this folder may
 * not know it): a noncharacter, which no YAML file can hold.
 */
const TOKEN = '\uFDD0';

/** True for text that holds a token: it may become anything at all, a number or an object too. */
export function isOpen(value: Json | undefined): boolean {
  return typeof value === 'string' && value.includes(TOKEN);
}

/** The one problem of a value, or none where nobody knows the value. */
export function problem(
  value: Json,
  keyword: SchemaProblem['keyword'],
  message: string,
  hint?: string,
): Problem[] | undefined {
  if (isOpen(value)) return undefined;
  return [{ path: [], keyword, message, ...(hint === undefined ? {} : { hint }) }];
}

/** Adds the problems of a member to those of its parent. */
export function collect(all: Problem[] | undefined, found: Problem[], key: string | number): Problem[] {
  for (const { path } of found) path.push(key);
  if (all === undefined) return found;
  all.push(...found);
  return all;
}

/** `a string`, as messages name what a value is; never the value itself, which may be secret. */
export function kindOf(value: Json): string {
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'a list';
  if (typeof value === 'object') return 'a map';
  if (typeof value === 'number') return Number.isInteger(value) ? 'an integer' : 'a number';
  return typeof value === 'string' ? 'a string' : 'a boolean';
}
