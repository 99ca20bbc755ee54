import { field } from '../../flux/kustomize/built.js';
import { type PodTemplate, podsOf } from '../../flux/pods.js';
import { mayHaveOtherPods } from '../../flux/presence/pod-sets.js';
import { isUnknown } from '../../flux/tree/unknown.js';
import type { AppliedObject, JsonPath, TreeFinding, TreeView } from '../../flux/tree/view.js';
import { oddOnesOut } from '../odd-ones-out.js';
import type { TreeRule } from '../tree-rule.js';
import {
  defaultLevel,
  ENFORCE,
  ENFORCE_VERSION,
  type EnforcedLevel,
  isExempt,
  isLevel,
  labelOf,
  levelOf,
  policyMinor,
} from './namespace-level.js';
import { evaluatePod } from './pod-controls/evaluate.js';

/** A namespace without a level lets a pod take the whole node. */
export const namespacePodSecurity: TreeRule = {
  name: 'namespace-pod-security',
  severity: 'warning',
  description:
    'A namespace enforces no Pod Security level, one that does not exist, or less than restricted without saying why. What may take a node over is then a matter of the cluster’s default, and nobody knows whether it is meant.',
  remediation:
    'label it pod-security.kubernetes.io/enforce: restricted; for less, say why in the annotation kubernetes.io/description',
  sources: ['X-18', 'S1-78', 'S3-50', 'trap 64'],
  *check(view) {
    const pods = groupByNamespace(view);
    const namespaces = view.index.ofKind('', 'Namespace').filter(({ id }) => !isExempt(view.settings, id.name));
    yield* withoutLevel(namespaces, view);
    for (const namespace of namespaces) {
      yield* badLabels(namespace, view);
      const enforced = levelOf(namespace, view.settings);
      if (enforced === undefined || enforced.level === 'restricted') continue;
      yield* withoutReason(namespace, enforced);
      yield* tooLow(namespace, enforced, pods.get(namespace.id.name) ?? [], view);
    }
  },
};

const LABELS: JsonPath = ['metadata', 'labels'];

/** Never a mere information: a convention of no level is none that protects anything. */
function* withoutLevel(namespaces: readonly AppliedObject[], { settings }: TreeView): Iterable<TreeFinding> {
  const fact = `so that the cluster's default holds: ${defaultLevel(settings)}`;
  const found = oddOnesOut(settings.declared, {
    among: namespaces,
    lacking: namespaces.filter((namespace) => labelOf(namespace, ENFORCE) === undefined),
    finding: (at) => ({ at, path: LABELS, message: `enforces no Pod Security level, ${fact}` }),
    convention: (count, of) => `${count} of the tree's ${of} namespaces enforce no Pod Security level, ${fact}`,
  });
  for (const finding of found) yield { ...finding, severity: 'warning' };
}

function* badLabels(namespace: AppliedObject, { settings }: TreeView): Iterable<TreeFinding> {
  const [level, version] = [labelOf(namespace, ENFORCE), labelOf(namespace, ENFORCE_VERSION)];
  const base = { at: namespace, severity: 'error' } as const;
  if (level !== undefined && !isLevel(level) && !isUnknown(level)) {
    const message = `${JSON.stringify(level)} is no Pod Security level`;
    yield { ...base, path: [...LABELS, ENFORCE], message, hint: 'privileged, baseline or restricted' };
  }
  if (!isUnknown(version) && policyMinor(version, settings.kubernetesVersion) === undefined) {
    const message = `${JSON.stringify(version)} is no version of the Pod Security Standards`;
    yield { ...base, path: [...LABELS, ENFORCE_VERSION], message, hint: 'latest, or such as v1.34' };
  }
}

/** `kubernetes.io/description`, or any annotation that calls itself a description or a reason. */
const REASON = /(?:^|[/.-])(?:description|reason)$/;

function* withoutReason(namespace: AppliedObject, { level, labelled }: EnforcedLevel): Iterable<TreeFinding> {
  if (!labelled) return;
  const annotations = Object.entries(field(namespace.object, 'metadata', 'annotations') ?? {});
  if (annotations.some(([key, value]) => REASON.test(key) && typeof value === 'string' && value.trim() !== '')) return;
  yield { at: namespace, path: [...LABELS, ENFORCE], message: `enforces ${level} only, and does not say why` };
}

/** All its pods are in the tree, and would be let in by a stricter level. */
function* tooLow(
  namespace: AppliedObject,
  { level, minor, labelled }: EnforcedLevel,
  pods: readonly PodTemplate[],
  view: TreeView,
): Iterable<TreeFinding> {
  if (!labelled || pods.length === 0 || mayHaveOtherPods(view, namespace.id.name)) return;
  const stricter = (['restricted', 'baseline'] as const).find((one) =>
    one === level ? false : pods.every((pod) => evaluatePod(pod, one, minor).length === 0),
  );
  if (stricter === undefined) return;
  const message = `enforces ${level}, and every pod of the tree in it would be let in by ${stricter}`;
  yield { at: namespace, path: [...LABELS, ENFORCE], message, severity: 'info', hint: `enforce ${stricter}` };
}

function groupByNamespace(view: TreeView): Map<string, PodTemplate[]> {
  const groups = new Map<string, PodTemplate[]>();
  for (const pod of podsOf(view)) {
    const group = groups.get(pod.namespace);
    if (group === undefined) groups.set(pod.namespace, [pod]);
    else group.push(pod);
  }
  return groups;
}
