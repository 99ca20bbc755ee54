import type { JsonObject } from '../../../model/json.js';
import { field, isMap, mapsOf, textsOf } from '../../kustomize/built.js';
import type { TreeView } from '../../tree/view.js';
import type { Bringer, Brought } from '../brought.js';
import { keysIn, textAt } from '../facts.js';
import { selectNamespaces } from '../namespaces.js';

const GENERATORS = 'generators.external-secrets.io';

/** Secrets that External Secrets makes. */
export const EXTERNAL_SECRETS: readonly Bringer[] = [
  {
    group: 'external-secrets.io',
    kind: 'ExternalSecret',
    *brings({ id, object }, view) {
      yield* target(object.spec, id.name, id.namespace ?? '', view);
    },
  },
  {
    group: 'external-secrets.io',
    kind: 'ClusterExternalSecret',
    *brings({ id, object: { spec } }, view) {
      const selectors = [...mapsOf(field(spec, 'namespaceSelectors')), field(spec, 'namespaceSelector')];
      const chosen = selectors.flatMap((selector) => selectNamespaces(view, selector));
      const name = textAt(spec, 'externalSecretName') ?? id.name;
      for (const namespace of new Set([...textsOf(field(spec, 'namespaces')), ...chosen])) {
        yield { group: 'external-secrets.io', kind: 'ExternalSecret', namespace, name };
        yield* target(field(spec, 'externalSecretSpec'), name, namespace, view);
      }
    },
  },
];

function* target(spec: unknown, ownName: string, namespace: string, view: TreeView): Iterable<Brought> {
  const policy = field(spec, 'target', 'creationPolicy');
  if (policy === 'None') return;
  const keys = targetKeys(spec, namespace, view);
  yield {
    kind: textAt(spec, 'target', 'manifest', 'kind') ?? 'Secret',
    namespace,
    name: textAt(spec, 'target', 'name') ?? ownName,
    ...(keys === undefined ? {} : { keys }),
    merged: policy === 'Merge',
  };
}

/** Keys of the Secret: those of the template where it has any, all that is fetched otherwise; undefined if unknown. */
function targetKeys(spec: unknown, namespace: string, view: TreeView): string[] | undefined {
  const template = field(spec, 'target', 'template');
  if (mapsOf(field(template, 'templateFrom')).length > 0) return undefined;
  const made = keysIn(field(template, 'data'));
  if (made.length > 0 && field(template, 'mergePolicy') !== 'Merge') return made;
  const data = mapsOf(field(spec, 'data')).flatMap(({ secretKey }) =>
    typeof secretKey === 'string' ? [secretKey] : [],
  );
  const all = [...made, ...data];
  for (const source of mapsOf(field(spec, 'dataFrom'))) {
    const generated = generatedKeys(source, namespace, view);
    if (generated === undefined) return undefined;
    all.push(...generated);
  }
  return all;
}

/** Keys that a generator gives: a Password's are known, those of a vault's whole entry are not. */
function generatedKeys(source: JsonObject, namespace: string, { index }: TreeView): string[] | undefined {
  const ref = field(source, 'sourceRef', 'generatorRef');
  const name = textAt(ref, 'name');
  if (!isMap(ref) || ref.kind !== 'Password' || name === undefined || source.rewrite !== undefined) return undefined;
  const generator = index.get({ group: GENERATORS, kind: 'Password', namespace, name });
  if (generator === undefined) return undefined;
  const keys = textsOf(field(generator.object, 'spec', 'secretKeys'));
  return keys.length === 0 ? ['password'] : keys;
}
