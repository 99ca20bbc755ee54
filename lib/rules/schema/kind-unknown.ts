import { retiredSince } from '../../schemas/retired-versions.js';
import type { TreeRule } from '../tree-rule.js';

/** A kind without a schema is checked by nobody before the cluster does. */
export const kindUnknown: TreeRule = {
  name: 'kind-unknown',
  severity: 'warning',
  description: 'Every kind has a schema; an object of a kind without one is let through whatever it holds.',
  remediation: 'add the kind, typed and checked: npm run import -- FILE, URL or the live cluster',
  sources: ['S1-101', 'DC-15'],
  *check({ settings: { schemas }, index }) {
    if (schemas === undefined) return;
    const seen = new Set<string>();
    for (const at of index.all) {
      const { apiVersion, kind } = at.object;
      const { group, kind: name } = at.id;
      const id = `${String(apiVersion)}/${String(kind)}`;
      // One finding a kind: a tree has many objects of it.
      if (seen.has(id) || schemas.versionsOf(group, name).length > 0) continue;
      seen.add(id);
      // That it is served no longer is said elsewhere.
      if (retiredSince(group, String(apiVersion).replace(/^.*\//, ''), name) !== undefined) continue;
      yield { at, message: `no schema describes ${String(apiVersion)} ${name}` };
    }
  },
};
