import { type DefinitionSource, definitions } from '../../flux/tree/definitions.js';
import { unitKey } from '../../flux/tree/unit-graph.js';
import type { AppliedObject, TreeFinding } from '../../flux/tree/view.js';
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
    const found = new Map<string, { readonly by: DefinitionSource['by']; readonly objects: AppliedObject[] }>();
    for (const at of view.index.all) {
      const { unit } = at;
      const { group, kind } = at.id;
      if (unit === undefined || known.isExternal(group)) continue;
      const sources = known.of(group, kind);
      const own = sources.find((source) => source.unit === unit);
      // Somebody else who brings them may be ready before.
      if (own === undefined || sources.some((source) => source.unit !== unit)) continue;
      const key = `${unitKey(unit)} ${group} ${own.by === 'definition'}`;
      const one = found.get(key) ?? { by: own.by, objects: [] };
      found.set(key, one);
      one.objects.push(at);
    }
    for (const { by, objects } of found.values()) yield finding(by, objects, view.settings.declared);
  },
};

/** One a unit and group: the objects of an operator move together. */
function finding(by: DefinitionSource['by'], objects: readonly AppliedObject[], declared: boolean): TreeFinding {
  const [at] = objects as [AppliedObject];
  const kinds = [...new Set(objects.map(({ id }) => id.kind))];
  const [are, their] = kinds.length === 1 ? ['is', 'its'] : ['are', 'their'];
  const what = `${kinds.join(', ')} ${are}`;
  if (by === 'definition') {
    const message = `${what} in one Kustomization with the definition of ${their} kind: whoever serves it is not up yet`;
    return { at, message, severity: 'warning' };
  }
  const message = `${what} applied together with the operator that brings ${their} definition`;
  // Where not all is declared, definitions may have been installed before Flux.
  return { at, message, severity: declared ? 'error' : 'warning' };
}
