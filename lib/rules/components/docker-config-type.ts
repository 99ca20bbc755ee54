import { field, mapsOf } from '../../flux/kustomize/built.js';
import { podsOf } from '../../flux/pods.js';
import { isUnknown } from '../../flux/tree/unknown.js';
import type { AppliedObject, JsonPath, TreeFinding, TreeView } from '../../flux/tree/view.js';
import type { TreeRule } from '../tree-rule.js';

const TYPES = new Set(['kubernetes.io/dockerconfigjson', 'kubernetes.io/dockercfg']);

/** The kubelet passes over a pull secret of another type without a word (trap 51). */
export const dockerConfigType: TreeRule = {
  name: 'docker-config-type',
  severity: 'error',
  description:
    'A Secret that pods or Flux pull images with is not of type kubernetes.io/dockerconfigjson: the kubelet passes over it without a word and the registry answers "unauthorized".',
  remediation:
    'type: kubernetes.io/dockerconfigjson with the key .dockerconfigjson; in an ExternalSecret, target.template.type',
  sources: ['S0-12', 'S0-13', 'trap 51'],
  *check(view) {
    const wanted = pullSecrets(view);
    for (const at of view.index.ofKind('', 'Secret')) {
      if (!wanted.has(`${at.id.namespace}/${at.id.name}`)) continue;
      yield* judged(at, at.object.type, ['type']);
    }
    for (const at of view.index.ofKind('external-secrets.io', 'ExternalSecret')) {
      const target = field(at.object, 'spec', 'target');
      const name = field(target, 'name') ?? at.id.name;
      if (!wanted.has(`${at.id.namespace}/${String(name)}`)) continue;
      const path = ['spec', 'target', 'template', 'type'];
      yield* judged(at, field(target, 'template', 'type'), path);
    }
    for (const at of view.index.ofKind('bitnami.com', 'SealedSecret')) {
      const template = field(at.object, 'spec', 'template');
      if (!wanted.has(`${at.id.namespace}/${at.id.name}`)) continue;
      const path = ['spec', 'template', 'type'];
      yield* judged(at, field(template, 'type'), path);
    }
  },
};

/** What lacks the key is found where it is referred to. */
function* judged(at: AppliedObject, type: unknown, path: JsonPath): Iterable<TreeFinding> {
  if (isUnknown(type) || TYPES.has(String(type))) return;
  const shown = type === undefined || type === null ? 'Opaque' : String(type);
  yield { at, path, message: `images are pulled with it, and its type is ${shown}` };
}

/** Secrets that something pulls images with, as `namespace/name`. */
function pullSecrets(view: TreeView): Set<string> {
  const found = new Set<string>();
  const add = (namespace: string | undefined, list: unknown) => {
    for (const { name } of mapsOf(list)) found.add(`${namespace}/${String(name)}`);
  };
  for (const { namespace, spec } of podsOf(view)) add(namespace, spec.imagePullSecrets);
  for (const { id, object } of view.index.ofKind('', 'ServiceAccount')) add(id.namespace, object.imagePullSecrets);
  for (const kind of ['ImageRepository']) {
    for (const { id, object } of view.index.ofKind('image.toolkit.fluxcd.io', kind)) {
      add(id.namespace, [field(object, 'spec', 'secretRef')]);
    }
  }
  for (const { id, object } of view.index.ofKind('source.toolkit.fluxcd.io', 'OCIRepository')) {
    add(id.namespace, [field(object, 'spec', 'secretRef')]);
  }
  return found;
}
