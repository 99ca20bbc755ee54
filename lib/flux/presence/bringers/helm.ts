import type { Json } from '../../../model/json.js';
import { field, isMap } from '../../kustomize/built.js';
import type { Bringer, Brought } from '../brought.js';
import { HELM_GROUP, targetNamespace } from '../releases.js';
import { ingressSecrets, isAnnotatedWithIssuer } from './cert-manager.js';

/** What charts make by their values is declared (`brings`), but for certificates of the Ingress in the values. */
export const HELM: readonly Bringer[] = [
  {
    group: HELM_GROUP,
    kind: 'HelmRelease',
    *brings(release) {
      const namespace = targetNamespace(release);
      for (const brought of certificatesIn(field(release.object, 'spec', 'values') as Json | undefined)) {
        yield { ...brought, namespace };
      }
    },
  },
];

function* certificatesIn(value: Json | undefined): Iterable<Brought> {
  if (typeof value !== 'object' || value === null) return;
  if (isMap(value) && isAnnotatedWithIssuer(value)) yield* ingressSecrets(value.tls);
  for (const member of Object.values(value)) {
    if (typeof member === 'object') yield* certificatesIn(member as Json);
  }
}
