import { fluxPath } from './flux/flux-path.js';
import type { TreeRule } from './tree-rule.js';

/** Every rule over a whole tree, in the order in which findings are listed. Nothing registers itself. */
export const TREE_RULES: readonly TreeRule[] = [fluxPath];
