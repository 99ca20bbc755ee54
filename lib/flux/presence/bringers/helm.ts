import type { Json, JsonObject } from '../../../model/json.js';
import { enabledValues } from '../../helm/enabled-values.js';
import { field, isMap } from '../../kustomize/built.js';
import type { Bringer, Brought } from '../brought.js';
import { textAt } from '../facts.js';
import { chartOf, HELM_GROUP, targetNamespace } from '../releases.js';
import { ingressSecrets, isAnnotatedWithIssuer } from './cert-manager.js';

/** Classes that controllers' charts make, by chart; everything else of a chart is declared (`brings`). */
const CLASSES: Readonly<Record<string, (values: unknown) => Brought>> = {
  'ingress-nginx': (values) => ({
    group: 'networking.k8s.io',
    kind: 'IngressClass',
    name: textAt(values, 'controller', 'ingressClassResource', 'name') ?? 'nginx',
  }),
  traefik: (values) => ({
    group: 'networking.k8s.io',
    kind: 'IngressClass',
    name: textAt(values, 'ingressClass', 'name') ?? 'traefik',
  }),
  cilium: () => ({ group: 'gateway.networking.k8s.io', kind: 'GatewayClass', name: 'cilium' }),
};

/** What charts make by their values: certificates of an Ingress with an issuer, and the class of a controller. */
export const HELM: readonly Bringer[] = [
  {
    group: HELM_GROUP,
    kind: 'HelmRelease',
    *brings(release, view) {
      const namespace = targetNamespace(release);
      const values = field(release.object, 'spec', 'values') as JsonObject | undefined;
      const known = CLASSES[chartOf(release, view) ?? ''];
      if (known !== undefined) yield known(values);
      for (const brought of certificatesIn(enabledValues(values))) yield { ...brought, namespace };
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
