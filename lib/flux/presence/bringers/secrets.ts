import { field } from '../../kustomize/built.js';
import type { Bringer, Brought } from '../brought.js';
import { keysIn, keysOf } from '../facts.js';
import { namespacesOf } from '../namespaces.js';

const REFLECTOR = 'reflector.v1.k8s.emberstack.com';

/** The Secret of a SealedSecret, and what Reflector copies of a Secret or ConfigMap to other namespaces. */
export const SECRETS: readonly Bringer[] = [
  {
    group: 'bitnami.com',
    kind: 'SealedSecret',
    *brings({ object, id }) {
      const sealed = keysIn(field(object, 'spec', 'encryptedData'));
      yield { kind: 'Secret', name: id.name, keys: [...sealed, ...keysIn(field(object, 'spec', 'template', 'data'))] };
    },
  },
  ...['Secret', 'ConfigMap'].map(
    (kind): Bringer => ({
      group: '',
      kind,
      *brings({ object, id }, view) {
        const annotation = (name: string) => field(object, 'metadata', 'annotations', `${REFLECTOR}/${name}`);
        // A mirror is filled from its source: what is written is not all there is.
        if (annotation('reflects') !== undefined) yield { kind, name: id.name };
        if (String(annotation('reflection-auto-enabled')) !== 'true') return;
        const patterns = namesIn(annotation('reflection-auto-namespaces'));
        const keys = keysOf(object);
        for (const namespace of namespacesOf(view).keys()) {
          if (namespace === id.namespace || !patterns.some((pattern) => pattern.test(namespace))) continue;
          yield { kind, namespace, name: id.name, keys } satisfies Brought;
        }
      },
    }),
  ),
];

/** Names or patterns in a list with commas; an empty one stands for every namespace. */
function namesIn(list: unknown): RegExp[] {
  if (typeof list !== 'string' || list === '') return [/^/];
  return list.split(',').map((name) => {
    try {
      return new RegExp(`^(?:${name.trim()})$`);
    } catch {
      return /^$/;
    }
  });
}
