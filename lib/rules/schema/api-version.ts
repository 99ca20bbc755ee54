import { appliedByHand } from '../../flux/tree/flux-objects.js';
import { retiredSince } from '../../schemas/retired-versions.js';
import type { TreeRule } from '../tree-rule.js';

/** A version that nobody serves is as good as a kind that does not exist. */
export const apiVersion: TreeRule = {
  name: 'api-version',
  severity: 'error',
  description:
    'Every object has a version that the cluster serves: the API server refuses one that was removed, and one of a program that does not serve it any more.',
  remediation: 'change apiVersion to one that is served, and the fields that differ',
  sources: ['S1-101', 'S4-09', 'DC-15'],
  *check(view) {
    const { schemas, kubernetesVersion, declared } = view.settings;
    if (schemas === undefined) return;
    const fine = new Set<string>();
    for (const at of [...view.index.all, ...appliedByHand(view)]) {
      const { apiVersion: given } = at.object;
      const { group, kind } = at.id;
      const what = `${String(given)} ${kind}`;
      if (fine.has(what)) continue;
      const version = String(given).replace(/^.*\//, '');
      const served = schemas.versionsOf(group, kind);
      const builtIn = !group.includes('.') || /^(?!gateway\.).*\.k8s\.io$/.test(group);
      const since = retiredSince(group, version, kind);
      const hint = served.length === 0 ? undefined : `served: ${served.join(', ')}`;
      // Where not all is declared, the cluster may be newer than is taken for granted here.
      const severity = declared ? 'error' : 'warning';
      if (since !== undefined) {
        yield {
          at,
          path: ['apiVersion'],
          message: `${String(given)} is not served since ${since}`,
          ...(hint && { hint }),
        };
      } else if (served.length > 0 && !served.includes(version)) {
        const by = builtIn ? `Kubernetes ${kubernetesVersion}` : `${group}, as far as is known here,`;
        yield {
          at,
          path: ['apiVersion'],
          message: `${by} serves no ${kind} of version ${version}`,
          severity,
          ...(hint && { hint }),
        };
      } else fine.add(what);
    }
  },
};
