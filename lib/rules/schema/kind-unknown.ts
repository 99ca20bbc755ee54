import type { AppliedObject } from '../../flux/tree/view.js';
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
    const unknown = new Map<string, { readonly at: AppliedObject; count: number }>();
    for (const at of index.all) {
      const { apiVersion } = at.object;
      const { group, kind } = at.id;
      const what = `${String(apiVersion)} ${kind}`;
      const known = unknown.get(what);
      if (known !== undefined) known.count += 1;
      else if (schemas.versionsOf(group, kind).length > 0) continue;
      // That it is served no longer is said elsewhere.
      else if (retiredSince(group, String(apiVersion).replace(/^.*\//, ''), kind) === undefined) {
        unknown.set(what, { at, count: 1 });
      }
    }
    for (const [what, { at, count }] of unknown) {
      const more = count === 1 ? '' : ` (this object and ${count - 1} more)`;
      yield { at, message: `no schema describes ${what}${more}` };
    }
  },
};
