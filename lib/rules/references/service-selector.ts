import { field, isMap, mapsOf } from '../../flux/kustomize/built.js';
import { selectsPod } from '../../flux/pods.js';
import { labelsOfMap } from '../../flux/presence/namespaces.js';
import { mayBeOthers, podSetsIn } from '../../flux/presence/pod-sets.js';
import { isUnknown } from '../../flux/tree/unknown.js';
import type { AppliedObject, TreeFinding } from '../../flux/tree/view.js';
import type { TreeRule } from '../tree-rule.js';

/** Services without pods behind them, and ports that no container has. */
export const serviceSelector: TreeRule = {
  name: 'service-selector',
  severity: 'error',
  description:
    'A Service selects no pod of its namespace, or hands on to a port name that none of their containers has: it has ' +
    'no endpoints, and every connection is refused.',
  remediation: 'make selector and pod labels, targetPort and container port the same',
  sources: ['DC-09', 'S1-03'],
  *check(view) {
    for (const at of view.index.ofKind('', 'Service')) {
      const { spec } = at.object;
      const selector = field(spec, 'selector');
      if (!isMap(selector) || field(spec, 'type') === 'ExternalName' || Object.values(selector).some(isUnknown))
        continue;
      const namespace = at.id.namespace ?? '';
      const pods = podSetsIn(view, namespace).filter((set) => selectsPod(selector, set));
      if (mayBeOthers(view, namespace, labelsOfMap(selector))) continue;
      if (pods.length > 0) yield* unknownPorts(at, new Set(pods.flatMap(({ ports }) => [...ports])));
      else yield { at, path: ['spec', 'selector'], message: `selects no pod of namespace ${namespace}` };
    }
  },
};

function* unknownPorts(at: AppliedObject, known: ReadonlySet<string | number>): Iterable<TreeFinding> {
  for (const [index, { targetPort }] of mapsOf(field(at.object, 'spec', 'ports')).entries()) {
    if (typeof targetPort !== 'string' || /^\d+$/.test(targetPort) || known.has(targetPort) || isUnknown(targetPort))
      continue;
    const hint = `their ports are ${[...known].join(', ')}`;
    const path = ['spec', 'ports', index, 'targetPort'];
    yield { at, path, message: `no container that it selects has a port "${targetPort}"`, hint };
  }
}
