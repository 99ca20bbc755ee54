import { chartInstalls } from '../../flux/helm/chart-installs.js';
import { walkValues } from '../../flux/helm/walk-values.js';
import { podsOf } from '../../flux/pods.js';

import type { TreeView } from '../../flux/tree/view.js';
import type { TreeRule } from '../tree-rule.js';
import { valuePath } from '../value-path.js';

import { enforcedLevel } from './namespace-level.js';

const NAMESPACES: Readonly<Record<string, string>> = {
  hostNetwork: 'the network of its node, where no NetworkPolicy holds',
  hostPID: 'the processes of its node',
  hostIPC: 'the shared memory of its node',
};

/** A pod in the node's namespaces is no longer apart from it; that has to be meant. */
export const hostNamespaces: TreeRule = {
  name: 'host-namespaces',
  severity: 'warning',
  description:
    'A pod shares network, processes or memory with its node, in a namespace that does not say so: policies do not hold there, its ports collide with those of the node, and it sees what everything else on the node does.',
  remediation:
    'take the field away; where the pod needs it, put it into a namespace that is labelled privileged and says why',
  sources: ['X-18', 'trap 64'],
  *check(view) {
    for (const pod of podsOf(view)) {
      if (isDeclared(view, pod.namespace)) continue;
      for (const [name, what] of Object.entries(NAMESPACES)) {
        if (pod.spec[name] !== true) continue;
        yield { at: pod.owner, path: [...pod.path, 'spec', name], message: `its pods share ${what}` };
      }
    }
    for (const { at, namespace, values, valuesPath } of chartInstalls(view)) {
      if (isDeclared(view, namespace)) continue;
      for (const { key, value, path } of walkValues(values)) {
        const what = NAMESPACES[key];
        if (value !== true || what === undefined) continue;
        yield { at, path: valuePath(valuesPath, path), message: `a pod of its chart shares ${what}` };
      }
    }
  },
};

function isDeclared(view: TreeView, namespace: string): boolean {
  const enforced = enforcedLevel(view, namespace);
  return enforced?.labelled === true && enforced.level === 'privileged';
}
