import { definitions } from '../../flux/tree/definitions.js';
import type { TreeRule } from '../tree-rule.js';

/** A kind whose definition nobody brings fails when Flux applies it, and with it its whole unit. */
export const definitionBrought: TreeRule = {
  name: 'definition-brought',
  severity: 'error',
  description:
    'An object is of a custom kind whose definition nobody brings: Flux refuses it, and with it the whole Kustomization.',
  remediation: 'declare its API group where the operator is installed (`provides`), or as brought from outside',
  sources: ['DC-16', 'trap 39'],
  *check(view) {
    const known = definitions(view);
    const seen = new Set<string>();
    for (const at of view.index.all) {
      const { group, kind } = at.id;
      if (known.isExternal(group) || known.of(group, kind).length > 0) continue;
      const key = `${at.unit?.name} ${group}/${kind}`;
      if (seen.has(key)) continue;
      seen.add(key);
      yield { at, path: ['apiVersion'], message: `no unit brings the definition of ${group}/${kind}` };
    }
  },
};
