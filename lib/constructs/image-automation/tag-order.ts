import type { ImagePolicyProps } from '../../../imports/image.toolkit.fluxcd.io.js';
import type { DeepReadonly } from '../../schemas/deep-readonly.js';

/** Which tags count at all, and which part of them is compared. */
export interface TagFilter {
  /** Go regular expression; named groups are `(?P<name>…)`. */
  readonly pattern: string;
  /** What is compared instead of the whole tag, such as `$timestamp`. @default the tag */
  readonly extract?: string;
}

/** What makes one tag newer than another (S1-49). */
export type TagOrder =
  | { readonly by: 'semver'; readonly range: string; readonly filter?: TagFilter }
  | { readonly by: 'numerical'; readonly newest?: 'highest' | 'lowest'; readonly filter?: TagFilter }
  | { readonly by: 'alphabetical'; readonly newest?: 'last' | 'first'; readonly filter?: TagFilter };

/**
 * Tags that begin with a time of 14 digits, in UTC: `20260131120000` as n8n makes them, and
 * `20260131120000-<git sha>` of GitHub Actions. Both count, or the first tag of an app would never be replaced (traps 15
 * and 84). 14 digits are exact in the floating point numbers that Flux compares.
 */
export const TIMESTAMP_TAGS: TagOrder = {
  by: 'numerical',
  filter: { pattern: '^(?P<timestamp>[0-9]{14})(-[0-9a-f]{7,40})?$', extract: '$timestamp' },
};

type PolicySpec = NonNullable<ImagePolicyProps['spec']>;

/** The order in ImagePolicy's terms. */
export function toPolicySpec(order: TagOrder): DeepReadonly<Pick<PolicySpec, 'filterTags' | 'policy'>> {
  return { ...(order.filter === undefined ? {} : { filterTags: order.filter }), policy: toPolicy(order) };
}

function toPolicy(order: TagOrder): PolicySpec['policy'] {
  if (order.by === 'semver') return { semver: { range: order.range } };
  // Flux names the direction of sorting and then takes the last one.
  if (order.by === 'numerical') return { numerical: { order: order.newest === 'lowest' ? 'desc' : 'asc' } };
  return { alphabetical: { order: order.newest === 'first' ? 'desc' : 'asc' } };
}
