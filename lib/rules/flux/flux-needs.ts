import { needConventions } from '../../flux/tree/need-conventions.js';
import { isMet, unitNeeds } from '../../flux/tree/unit-needs.js';
import type { TreeRule } from '../tree-rule.js';

/** A unit that does not wait for what it needs fails on the first apply of a new cluster, and on every rebuild. */
export const fluxNeeds: TreeRule = {
  name: 'flux-needs',
  severity: 'error',
  description:
    'A Kustomization uses what another one brings (definitions of its kinds, its namespace, the variables that it substitutes, a store, an issuer, a storage class) and does not depend on it: on a new cluster it fails, and comes up by luck.',
  remediation: 'add the Kustomization that brings it to dependsOn',
  sources: ['DC-09', 'S1-22', 'S3-07', 'trap 11', 'trap 39', 'trap 49'],
  *check(view) {
    const { accepted, conventions } = needConventions(view);
    for (const need of unitNeeds(view)) {
      if (accepted.has(need) || isMet(view, need)) continue;
      const { unit, providers, what, hard, at, path } = need;
      const names = providers.map(({ name }) => name).join(' or ');
      const message = `${unit.name} needs ${what}, which ${names} brings, and does not depend on it`;
      const hint = `add ${names} to dependsOn of Kustomization ${unit.name}`;
      yield { at, path, message, hint, severity: hard ? 'error' : 'warning' };
    }
    for (const { what, users, apart, first } of conventions) {
      const message = `${apart} of ${users} Kustomizations that use ${what} do not depend on who brings it`;
      const hint = 'on a new cluster it has to be there before Flux is';
      yield { at: first.at, path: first.path, message, hint, severity: 'info' };
    }
  },
};
