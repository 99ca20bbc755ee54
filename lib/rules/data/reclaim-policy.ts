import { field, isMap } from '../../flux/kustomize/built.js';
import type { AppliedObject } from '../../flux/tree/view.js';
import { classesNamed } from '../references/storage-class-reference.js';
import type { TreeRule } from '../tree-rule.js';

const DEFAULT = 'storageclass.kubernetes.io/is-default-class';

/** Data on a class that deletes it, in a cluster whose own class keeps it. */
export const reclaimPolicy: TreeRule = {
  name: 'reclaim-policy',
  severity: 'warning',
  description:
    'The default StorageClass of the tree retains volumes, and this one asks for a class that deletes them: with the ' +
    'claim, its data is gone for good.',
  remediation: 'ask for the class that retains, or set reclaimPolicy: Retain on this one',
  sources: ['S3-26', 'trap 62'],
  *check(view) {
    const byDefault = view.index.ofKind('storage.k8s.io', 'StorageClass').find(isDefault);
    if (byDefault === undefined || !retains(byDefault)) return;
    for (const { at, path, target } of classesNamed(view)) {
      const chosen = view.index.get(target);
      if (chosen === undefined || retains(chosen)) continue;
      yield { at, path, message: `StorageClass ${target.name} deletes its volumes; ${byDefault.id.name} retains them` };
    }
  },
};

function retains({ object }: Pick<AppliedObject, 'object'>): boolean {
  return object.reclaimPolicy === 'Retain';
}

function isDefault({ object }: AppliedObject): boolean {
  const annotations = field(object, 'metadata', 'annotations');
  return isMap(annotations) && String(annotations[DEFAULT]) === 'true';
}
