import { definitions } from '../../flux/tree/definitions.js';
import type { AppliedObject, TreeFinding, TreeView } from '../../flux/tree/view.js';
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
    if (!view.settings.declared) {
      yield* byGroup(view);
      return;
    }
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

/** One a group: who installs an operator by hand does so for all objects of its kinds. */
function* byGroup(view: TreeView): Iterable<TreeFinding> {
  const known = definitions(view);
  const unknown = new Map<string, AppliedObject[]>();
  for (const at of view.index.all) {
    const { group, kind } = at.id;
    if (known.isExternal(group) || known.of(group, kind).length > 0 || known.mayCome(group)) continue;
    const users = unknown.get(group);
    if (users === undefined) unknown.set(group, [at]);
    else users.push(at);
  }
  for (const [group, [at, ...others]] of unknown) {
    if (at === undefined) continue;
    const users = others.length === 0 ? '1 object uses' : `${others.length + 1} objects use`;
    const message = `${users} ${group}, whose definitions nothing known brings`;
    const hint = `name ${group} with who installs it under externalGroups in .check.yaml`;
    yield { at, path: ['apiVersion'], message, hint, severity: 'warning' };
  }
}
