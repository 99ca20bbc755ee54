import { field, isMap } from '../../flux/kustomize/built.js';
import { selects, wantedLabels } from '../../flux/label-selector.js';
import { mayBeOthers, podSetsIn } from '../../flux/presence/pod-sets.js';
import { isUnknown } from '../../flux/tree/unknown.js';
import type { TreeRule } from '../tree-rule.js';

/** Kinds that choose pods of their own namespace. */
const CHOOSERS = [
  ['networking.k8s.io', 'NetworkPolicy', 'podSelector', 'protects none'],
  ['policy', 'PodDisruptionBudget', 'selector', 'guards none'],
  ['cilium.io', 'CiliumNetworkPolicy', 'endpointSelector', 'protects none'],
] as const;

/** Policies that are about pods which nobody has. */
export const podSelector: TreeRule = {
  name: 'pod-selector',
  severity: 'warning',
  description:
    'A NetworkPolicy or PodDisruptionBudget selects no pod of its namespace: what it should protect is open, and ' +
    'nothing says so.',
  remediation: 'make the selector and the labels of the pods the same, or take the policy away',
  sources: ['DC-09'],
  *check(view) {
    for (const [group, kind, place, fact] of CHOOSERS) {
      for (const at of view.index.ofKind(group, kind)) {
        const namespace = at.id.namespace ?? '';
        const selector = field(at.object, 'spec', place);
        const wanted = wantedLabels(selector);
        // An empty selector is about every pod, those of tomorrow too.
        if (!isMap(selector) || Object.keys(wanted).length === 0 || hasPrefixes(wanted)) continue;
        if (Object.values(wanted).some(isUnknown)) continue;
        const pods = podSetsIn(view, namespace);
        // A namespace without any pod waits for those of somebody else.
        if (pods.length === 0 || pods.some(({ labels }) => selects(selector, labels))) continue;
        if (mayBeOthers(view, namespace, wanted)) continue;
        // A policy for a label that no pod has with any value is for those that will ask for it, as for the Internet.
        if (
          kind !== 'PodDisruptionBudget' &&
          !pods.some(({ labels }) => Object.keys(wanted).some((key) => key in labels))
        ) {
          continue;
        }
        yield { at, path: ['spec', place], message: `selects no pod of namespace ${namespace}, and so ${fact}` };
      }
    }
  },
};

/** Cilium's labels may name their source, `k8s:app`. */
function hasPrefixes(labels: Readonly<Record<string, string>>): boolean {
  return Object.keys(labels).some((key) => key.includes(':'));
}
