import { field, isMap, textsOf } from '../../flux/kustomize/built.js';
import { podsOf } from '../../flux/pods.js';
import type { TreeRule } from '../tree-rule.js';

/** A volume that one node can mount at a time, mounted by pods that run at the same time. */
export const claimSingleNode: TreeRule = {
  name: 'claim-single-node',
  severity: 'warning',
  description:
    'A Deployment mounts a ReadWriteOnce claim and runs more than one pod, or starts the new pod before the old one ' +
    'is gone: a pod on another node hangs in ContainerCreating, and the update never ends.',
  remediation: 'set replicas 1 and strategy Recreate, use a StatefulSet with a claim a pod, or a ReadWriteMany volume',
  sources: ['S4-04'],
  *check(view) {
    for (const { owner, namespace, path, spec } of podsOf(view)) {
      if (owner.id.kind !== 'Deployment') continue;
      const names = (Array.isArray(spec.volumes) ? spec.volumes : []).map((volume) =>
        field(volume, 'persistentVolumeClaim', 'claimName'),
      );
      const problem = runsTwice(owner.object.spec);
      for (const [index, name] of problem === undefined ? [] : names.entries()) {
        if (typeof name !== 'string') continue;
        const claim = view.index.get({ group: '', kind: 'PersistentVolumeClaim', namespace, name });
        const modes = textsOf(field(claim?.object, 'spec', 'accessModes'));
        if (claim === undefined || modes.length === 0 || modes.some((mode) => mode.endsWith('Many'))) continue;
        const place = [...path, 'spec', 'volumes', index, 'persistentVolumeClaim', 'claimName'];
        yield { at: owner, path: place, message: `mounts ${modes.join(', ')} claim ${name}, and ${problem}` };
      }
    }
  },
};

function runsTwice(spec: unknown): string | undefined {
  if (!isMap(spec)) return undefined;
  if (typeof spec.replicas === 'number' && spec.replicas > 1) return `runs ${spec.replicas} pods`;
  const strategy = isMap(spec.strategy) ? spec.strategy : {};
  if (strategy.type === 'Recreate' || spec.replicas === 0) return undefined;
  // maxSurge 0 takes the old pod away first, too.
  const surge = field(strategy, 'rollingUpdate', 'maxSurge');
  return surge === 0 || surge === '0' || surge === '0%' ? undefined : 'starts a new pod before the old one is gone';
}
