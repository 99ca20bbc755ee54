import type { TreeRule } from '../tree-rule.js';
import { roleRules } from './rbac.js';

const FIELDS = [
  ['verbs', 'verb'],
  ['resources', 'resource'],
  ['groups', 'API group'],
  ['urls', 'URL'],
] as const;
const NAMES = { verbs: 'verbs', resources: 'resources', groups: 'apiGroups', urls: 'nonResourceURLs' } as const;

/** What a wildcard allows grows with every new kind, and nobody sees it grow (S1-77). */
export const rbacWildcard: TreeRule = {
  name: 'rbac-wildcard',
  severity: 'error',
  description:
    'A role allows everything by a wildcard: secrets, roles, and every kind that somebody installs later. Whoever takes over one pod with it has the namespace, or the cluster.',
  remediation: 'name the verbs, resources and API groups that are used',
  sources: ['S1-77', 'S1-18'],
  *check(view) {
    for (const rule of roleRules(view)) {
      for (const [list, what] of FIELDS) {
        const at = rule[list].findIndex((name) => name === '*' || name.startsWith('*/'));
        if (at === -1) continue;
        yield {
          at: rule.role,
          path: ['rules', rule.index, NAMES[list], at],
          message: rule[list][at] === '*' ? `allows every ${what}` : `allows "${rule[list][at]}" of every ${what}`,
        };
      }
    }
  },
};
