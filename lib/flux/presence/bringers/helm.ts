import type { Json, JsonObject } from '../../../model/json.js';
import { enabledValues } from '../../helm/enabled-values.js';
import { field, isMap } from '../../kustomize/built.js';
import type { Bringer, Brought } from '../brought.js';
import { textAt } from '../facts.js';
import { chartOf, HELM_GROUP, targetNamespace } from '../releases.js';
import { ingressSecrets, isAnnotatedWithIssuer } from './cert-manager.js';

/**
 * What others name of well-known charts and does not bear the release's name, by chart: classes above all. Everything
 * else of a chart is declared (`brings`).
 */
const OF_CHARTS: Readonly<Record<string, (values: unknown) => readonly Brought[]>> = {
  'ingress-nginx': (values) => [
    {
      group: 'networking.k8s.io',
      kind: 'IngressClass',
      name: textAt(values, 'controller', 'ingressClassResource', 'name') ?? 'nginx',
    },
  ],
  traefik: (values) => [
    { group: 'networking.k8s.io', kind: 'IngressClass', name: textAt(values, 'ingressClass', 'name') ?? 'traefik' },
  ],
  cilium: (values) => [
    { group: 'gateway.networking.k8s.io', kind: 'GatewayClass', name: 'cilium' },
    ...['relay', 'ui']
      .filter((part) => field(values, 'hubble', part, 'enabled') === true)
      .map((part) => ({ kind: 'Service', name: `hubble-${part}` })),
  ],
  'cloudnative-pg': (values) => {
    const dashboard = field(values, 'monitoring', 'grafanaDashboard');
    if (field(dashboard, 'create') !== true) return [];
    const namespace = textAt(dashboard, 'namespace');
    const name = textAt(dashboard, 'configMapName') ?? 'cnpg-grafana-dashboard';
    return [{ kind: 'ConfigMap', name, ...(namespace === undefined ? {} : { namespace }) }];
  },
  'flux-operator': (values) =>
    field(values, 'web', 'rbac', 'createRoles') === false
      ? []
      : ['flux-web-admin', 'flux-web-user'].map((name) => ({ group: RBAC_GROUP, kind: 'ClusterRole', name })),
};
const RBAC_GROUP = 'rbac.authorization.k8s.io';

/** What charts make by their values: certificates of an Ingress with an issuer, and what others name of some. */
export const HELM: readonly Bringer[] = [
  {
    group: HELM_GROUP,
    kind: 'HelmRelease',
    *brings(release, view) {
      const namespace = targetNamespace(release);
      const values = field(release.object, 'spec', 'values') as JsonObject | undefined;
      const known = OF_CHARTS[chartOf(release, view) ?? ''];
      for (const brought of known?.(values) ?? []) yield { namespace, ...brought };
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
