import { definitions } from '../../flux/tree/definitions.js';
import type { TreeRule } from '../tree-rule.js';

/** On a new cluster the operator's definitions are not there yet, and the whole Kustomization is refused. */
export const operatorApart: TreeRule = {
  name: 'operator-apart',
  severity: 'error',
  description:
    'An operator and objects of its kinds are in one Kustomization: on a new cluster Flux refuses all of it, because the definitions come with the operator that it does not install.',
  remediation: 'move the objects to a Kustomization of their own that depends on the operator’s',
  sources: ['trap 39', 'trap 49', 'S0-05', 'S2-24', 'S2-25'],
  *check(view) {
    const known = definitions(view);
    const seen = new Set<string>();
    for (const at of view.index.all) {
      const { unit } = at;
      const { group, kind } = at.id;
      if (unit === undefined || known.isExternal(group)) continue;
      const sources = known.of(group, kind);
      const own = sources.find((source) => source.unit === unit);
      // Somebody else who brings them may be ready before.
      if (own === undefined || sources.some((source) => source.unit !== unit)) continue;
      const key = `${unit.name} ${group}/${kind}`;
      if (seen.has(key)) continue;
      seen.add(key);
      if (own.by === 'definition') {
        const message = `${kind} is in one Kustomization with the definition of its kind: whoever serves it is not up yet`;
        yield { at, message, severity: 'warning' };
      } else {
        yield { at, message: `${kind} is applied together with the operator that brings its definition` };
      }
    }
  },
};
