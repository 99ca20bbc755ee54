import { field, isMap, mapsOf } from '../../flux/kustomize/built.js';
import { podsOf } from '../../flux/pods.js';
import { isUnknown } from '../../flux/tree/unknown.js';
import type { AppliedObject, JsonPath, TreeFinding, TreeView } from '../../flux/tree/view.js';
import type { TreeRule } from '../tree-rule.js';

const TYPES: Readonly<Record<string, string>> = {
  'kubernetes.io/dockerconfigjson': '.dockerconfigjson',
  'kubernetes.io/dockercfg': '.dockercfg',
};

/** The kubelet passes over a pull secret of another type without a word (trap 51). */
export const dockerConfigType: TreeRule = {
  name: 'docker-config-type',
  severity: 'error',
  description:
    'A Secret that pods or Flux pull images with is not of type kubernetes.io/dockerconfigjson, or has no such key: the kubelet passes over it without a word and the registry answers "unauthorized".',
  remediation:
    'type: kubernetes.io/dockerconfigjson with the key .dockerconfigjson; in an ExternalSecret, target.template.type',
  sources: ['S0-12', 'S0-13', 'trap 51'],
  *check(view) {
    const wanted = pullSecrets(view);
    for (const at of view.index.ofKind('', 'Secret')) {
      if (!wanted.has(`${at.id.namespace}/${at.id.name}`)) continue;
      yield* judged(at, at.object.type, ['type'], [at.object.data, at.object.stringData]);
    }
    for (const at of view.index.ofKind('external-secrets.io', 'ExternalSecret')) {
      const target = field(at.object, 'spec', 'target');
      const name = field(target, 'name') ?? at.id.name;
      if (!wanted.has(`${at.id.namespace}/${String(name)}`)) continue;
      const path = ['spec', 'target', 'template', 'type'];
      yield* judged(at, field(target, 'template', 'type'), path, [field(target, 'template', 'data')]);
    }
    for (const at of view.index.ofKind('bitnami.com', 'SealedSecret')) {
      const template = field(at.object, 'spec', 'template');
      if (!wanted.has(`${at.id.namespace}/${at.id.name}`)) continue;
      const path = ['spec', 'template', 'type'];
      yield* judged(at, field(template, 'type'), path, [field(at.object, 'spec', 'encryptedData')]);
    }
  },
};

function* judged(at: AppliedObject, type: unknown, path: JsonPath, values: readonly unknown[]): Iterable<TreeFinding> {
  if (isUnknown(type)) return;
  const key = TYPES[String(type)];
  if (key === undefined) {
    yield {
      at,
      path,
      message: `images are pulled with it, and its type is ${type === undefined ? 'Opaque' : String(type)}`,
    };
    return;
  }
  const given = values.filter(isMap);
  if (given.length === 0 || given.some((map) => map[key] !== undefined)) return;
  yield { at, path, message: `images are pulled with it, and it has no key "${key}"` };
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
