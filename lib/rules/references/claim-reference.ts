import { enabledValues } from '../../flux/helm/enabled-values.js';
import { walkValues } from '../../flux/helm/walk-values.js';
import { field } from '../../flux/kustomize/built.js';
import { podsOf } from '../../flux/pods.js';
import { HELM_GROUP, targetNamespace } from '../../flux/presence/releases.js';
import type { TreeView } from '../../flux/tree/view.js';
import type { TreeRule } from '../tree-rule.js';
import { type Mention, missingObject } from './missing-object.js';

/** Volumes by claim: of pods, and `existingClaim` in a chart's values (S4-04). */
export const claimReference: TreeRule = {
  name: 'claim-reference',
  severity: 'error',
  description: 'A PersistentVolumeClaim that a pod or a chart names is not there: the pod stays Pending for ever.',
  remediation: 'correct the name, bring the claim in that namespace, or declare who does as external',
  sources: ['S4-04'],
  *check(view) {
    for (const mention of [...claimsOfPods(view), ...claimsOfValues(view)]) yield* missingObject(view, mention);
  },
};

function* claimsOfPods(view: TreeView): Iterable<Mention> {
  for (const { owner, namespace, path, spec } of podsOf(view)) {
    for (const [index, volume] of (Array.isArray(spec.volumes) ? spec.volumes : []).entries()) {
      const name = field(volume, 'persistentVolumeClaim', 'claimName');
      if (typeof name !== 'string') continue;
      const place = [...path, 'spec', 'volumes', index, 'persistentVolumeClaim', 'claimName'];
      yield { at: owner, path: place, target: claim(namespace, name) };
    }
  }
}

function* claimsOfValues(view: TreeView): Iterable<Mention> {
  for (const at of view.index.ofKind(HELM_GROUP, 'HelmRelease')) {
    for (const { key, value, path } of walkValues(enabledValues(field(at.object, 'spec', 'values')))) {
      if (key !== 'existingClaim' || typeof value !== 'string' || !NAME.test(value)) continue;
      yield { at, path: ['spec', 'values', ...path], target: claim(targetNamespace(at), value) };
    }
  }
}

const NAME = /^[a-z0-9][-a-z0-9.]*$/;

function claim(namespace: string, name: string) {
  return { group: '', kind: 'PersistentVolumeClaim', namespace, name };
}
