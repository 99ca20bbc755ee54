import { field } from '../../flux/kustomize/built.js';
import { presence } from '../../flux/presence/presence.js';
import { HELM_GROUP, targetNamespace } from '../../flux/presence/releases.js';
import { isUnknown } from '../../flux/tree/unknown.js';
import type { AppliedObject, TreeFinding, TreeView } from '../../flux/tree/view.js';
import { hintForUnknown } from '../../model/names.js';
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
  },
};

function* unless(view: TreeView, at: AppliedObject, name: string, path: readonly string[]): Iterable<TreeFinding> {
  const there = presence(view);
  if (isUnknown(name) || there.has({ group: '', kind: 'Namespace', name })) return;
  const hint = hintForUnknown(name, there.names({ group: '', kind: 'Namespace' }));
  yield { at, path, message: `namespace "${name}" is declared nowhere`, hint };
}
