import { field, mapsOf } from '../../flux/kustomize/built.js';
import { textAt } from '../../flux/presence/facts.js';
import type { AppliedObject, JsonPath, TreeView } from '../../flux/tree/view.js';
import type { TreeRule } from '../tree-rule.js';
import { type Mention, missingObject } from './missing-object.js';

const GROUP = 'external-secrets.io';
const GENERATORS = 'generators.external-secrets.io';

/** Stores and generators that ExternalSecrets fetch from and PushSecrets write to. */
export const secretStoreReference: TreeRule = {
  name: 'secret-store-reference',
  severity: 'error',
  description:
    'An ExternalSecret or PushSecret names a store or generator that nothing brings: no Secret is made of it.',
  remediation: 'correct kind and name (a SecretStore is of its namespace alone), or declare who brings it as external',
  sources: ['S0-05', 'S4-29', 'S3-15'],
  *check(view) {
    for (const mention of [...stores(view), ...generators(view)]) yield* missingObject(view, mention);
  },
};

function* stores({ index }: TreeView): Iterable<Mention> {
  for (const at of index.ofKind(GROUP, 'ExternalSecret')) yield* ofSpec(at, ['spec']);
  for (const at of index.ofKind(GROUP, 'ClusterExternalSecret')) yield* ofSpec(at, ['spec', 'externalSecretSpec']);
  for (const at of index.ofKind(GROUP, 'PushSecret')) {
    for (const [place, ref] of mapsOf(field(at.object, 'spec', 'secretStoreRefs')).entries()) {
      yield* storeRef(at, ['spec', 'secretStoreRefs', place], ref);
    }
  }
}

function* ofSpec(at: AppliedObject, path: readonly string[]): Iterable<Mention> {
  const spec = field(at.object, ...path);
  yield* storeRef(at, [...path, 'secretStoreRef'], field(spec, 'secretStoreRef'));
  for (const part of ['data', 'dataFrom']) {
    for (const [place, entry] of mapsOf(field(spec, part)).entries()) {
      yield* storeRef(at, [...path, part, place, 'sourceRef', 'storeRef'], field(entry, 'sourceRef', 'storeRef'));
    }
  }
}

function* storeRef(at: AppliedObject, path: JsonPath, ref: unknown): Iterable<Mention> {
  const [name, kind] = [textAt(ref, 'name'), textAt(ref, 'kind') ?? 'SecretStore'];
  // A store of a namespace is looked for in each namespace that a ClusterExternalSecret reaches.
  if (at.id.namespace === undefined && !kind.startsWith('Cluster')) return;
  if (name !== undefined) yield { at, path: [...path, 'name'], target: target(at, GROUP, kind, name) };
}

function* generators({ index }: TreeView): Iterable<Mention> {
  for (const kindOfUser of ['ExternalSecret', 'ClusterExternalSecret']) {
    const path = kindOfUser === 'ExternalSecret' ? ['spec'] : ['spec', 'externalSecretSpec'];
    for (const at of index.ofKind(GROUP, kindOfUser)) {
      for (const [place, entry] of mapsOf(field(at.object, ...path, 'dataFrom')).entries()) {
        const ref = field(entry, 'sourceRef', 'generatorRef');
        const [kind, name] = [textAt(ref, 'kind'), textAt(ref, 'name')];
        if (kind === undefined || name === undefined) continue;
        if (at.id.namespace === undefined && !kind.startsWith('Cluster')) continue;
        const whole = [...path, 'dataFrom', place, 'sourceRef', 'generatorRef', 'name'];
        yield { at, path: whole, target: target(at, GENERATORS, kind, name) };
      }
    }
  }
}

/** Kinds for the whole cluster say so in their name. */
function target({ id }: AppliedObject, group: string, kind: string, name: string): Mention['target'] {
  const { namespace } = id;
  return kind.startsWith('Cluster') || namespace === undefined
    ? { group, kind, name }
    : { group, kind, namespace, name };
}
