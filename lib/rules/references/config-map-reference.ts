import { field, textsOf } from '../../flux/kustomize/built.js';
import { presence } from '../../flux/presence/presence.js';
import { HELM_GROUP, targetNamespace } from '../../flux/presence/releases.js';
import type { TreeFinding, TreeView } from '../../flux/tree/view.js';
import type { TreeRule } from '../tree-rule.js';
import { checkNamedObjects } from './check-named-object.js';

/** ConfigMaps by name and key; authentik's blueprints need keys of a certain ending. */
export const configMapReference: TreeRule = {
  name: 'config-map-reference',
  severity: 'error',
  description:
    'A ConfigMap or a key of it that an object names is not there: the pod does not start. authentik reads only keys ' +
    'that end in .yaml of the ConfigMaps of its blueprints, and leaves out all others without a word.',
  remediation: 'correct the name or key, bring the ConfigMap in that namespace, or declare who does as external',
  sources: ['S3-64', 'VERIFIED: Authentik'],
  *check(view) {
    yield* checkNamedObjects(view, 'ConfigMap');
    yield* unreadBlueprints(view);
  },
};

function* unreadBlueprints(view: TreeView): Iterable<TreeFinding> {
  for (const at of view.index.ofKind(HELM_GROUP, 'HelmRelease')) {
    for (const [part, kind] of [
      ['configMaps', 'ConfigMap'],
      ['secrets', 'Secret'],
    ] as const) {
      const names = textsOf(field(at.object, 'spec', 'values', 'blueprints', part));
      for (const [index, name] of names.entries()) {
        const keys = presence(view).get({ group: '', kind, namespace: targetNamespace(at), name })?.keys;
        if (keys === undefined || [...keys].some((key) => key.endsWith('.yaml'))) continue;
        const path = ['spec', 'values', 'blueprints', part, index];
        yield { at, path, message: `${kind} ${name} has no key that ends in .yaml, so no blueprint is read of it` };
      }
    }
  }
}
