import { field } from '../../flux/kustomize/built.js';
import { presence } from '../../flux/presence/presence.js';
import { HELM_GROUP, releasesIn, targetNamespace } from '../../flux/presence/releases.js';
import { isUnknown } from '../../flux/tree/unknown.js';
import type { AppliedObject, TreeFinding, TreeView } from '../../flux/tree/view.js';
import { didYouMean, hintForUnknown } from '../../model/names.js';
import { isClusterScoped } from '../../model/scope.js';
import type { TreeRule } from '../tree-rule.js';

/** Groups of which every kind without a namespace is known. */
const KNOWN_GROUPS =
  /^(?:|apps|batch|autoscaling|policy|networking\.k8s\.io|rbac\.authorization\.k8s\.io|cert-manager\.io|external-secrets\.io|monitoring\.coreos\.com|gateway\.networking\.k8s\.io|postgresql\.cnpg\.io|.+\.toolkit\.fluxcd\.io)$/;

/** Namespaces that objects are in. */
export const namespaceDeclared: TreeRule = {
  name: 'namespace-declared',
  severity: 'error',
  description:
    'An object is in a namespace that neither the tree nor its settings declare, or in none at all: Flux refuses the ' +
    'whole Kustomization with "namespace not found" or "namespace not specified".',
  remediation: 'declare the Namespace once, or name it as external with who makes it',
  sources: ['DC-11', 'S1-77'],
  *check(view) {
    const found = [...undeclaredNamespaces(view)];
    if (view.settings.declared) yield* found;
    else yield* oneEach(found, view);
  },
};

interface NamespaceFinding extends TreeFinding {
  /** The namespace that is not there; undefined where an object has none. */
  readonly name?: string;
}

function* undeclaredNamespaces(view: TreeView): Iterable<NamespaceFinding> {
  for (const at of view.index.all) {
    const { group, kind, namespace } = at.id;
    if (namespace !== undefined) yield* unless(view, at, namespace, ['metadata', 'namespace']);
    else if (KNOWN_GROUPS.test(group) && !isClusterScoped(group, kind) && kind !== '') {
      yield { at, path: ['metadata'], message: `${kind} ${at.id.name} has no namespace` };
    }
    if (group !== HELM_GROUP) continue;
    const target = targetNamespace(at);
    const creates = field(at.object, 'spec', 'install', 'createNamespace') === true;
    if (target !== namespace && !creates) yield* unless(view, at, target, ['spec', 'targetNamespace']);
  }
}

/** One a namespace. Bootstrap makes those of the first charts, unless the name is nearly another one. */
function* oneEach(found: readonly NamespaceFinding[], view: TreeView): Iterable<TreeFinding> {
  const counts = new Map<string, number>();
  for (const { name = '' } of found) counts.set(name, (counts.get(name) ?? 0) + 1);
  const seen = new Set<string>();
  for (const finding of found) {
    const { name } = finding;
    if (name === undefined) yield finding;
    if (name === undefined || seen.size === seen.add(name).size) continue;
    const more = (counts.get(name) ?? 1) - 1;
    const message = more === 0 ? finding.message : `${finding.message} (this object and ${more} more are in it)`;
    const possible = finding.hint === undefined && releasesIn(view, name).length > 0;
    yield { ...finding, message, severity: possible ? 'warning' : 'error' };
  }
}

function* unless(view: TreeView, at: AppliedObject, name: string, path: readonly string[]): Iterable<NamespaceFinding> {
  const there = presence(view);
  if (isUnknown(name) || there.has({ group: '', kind: 'Namespace', name })) return;
  const names = there.names({ group: '', kind: 'Namespace' });
  const close = didYouMean(name, names);
  const hint = close !== undefined || view.settings.declared ? { hint: hintForUnknown(name, names) } : {};
  yield { name, at, path, message: `namespace "${name}" is declared nowhere`, ...hint };
}
