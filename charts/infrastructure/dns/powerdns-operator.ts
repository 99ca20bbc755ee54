import { type Cluster, DeclaredSecret, HelmApp, powerdnsApiKeyFor, Unit } from '../../../lib/index.js';
import type { Powerdns } from './powerdns.js';
import { POWERDNS } from './powerdns-place.js';

/** The operator of zones (S3-51): it deploys no server, and the records are external-dns'. */
export function powerdnsOperator(cluster: Cluster, { server }: { readonly server: Powerdns }): Unit {
  const unit = new Unit(cluster.infrastructure('dns'), 'powerdns-operator', {
    provides: ['dns.cav.enablers.ob'],
    // A zone that it could not make is not tried again until it changes.
    dependsOn: [server.unit],
  });
  const key = new DeclaredSecret(unit, 'powerdns-operator', powerdnsApiKeyFor('operator', server.apiKey));
  new HelmApp(unit, 'powerdns-operator', {
    values: {
      credentials: { existingSecret: key.name },
      api: { url: POWERDNS.api.url },
      podAnnotations: { ...key.podAnnotations },
      resources: { requests: { cpu: '10m', memory: '64Mi' }, limits: { memory: '256Mi' } },
    },
  });
  return unit;
}
