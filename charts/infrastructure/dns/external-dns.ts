import {
  type Cluster,
  DeclaredSecret,
  type ExternalDns,
  HelmApp,
  powerdnsApiKeyFor,
  Unit,
} from '../../../lib/index.js';
import type { Powerdns } from './powerdns.js';
import { POWERDNS } from './powerdns-place.js';

export interface PowerdnsRecordsProps {
  readonly dns: ExternalDns;
  readonly server: Powerdns;
  /** The unit of the zone, which has to be there: external-dns makes records, and no zones. */
  readonly zone: Unit;
}

/** Records in PowerDNS, for the host of every Ingress and every Service that names one (S3-53). */
export function externalDnsPowerdns(cluster: Cluster, { dns, server, zone }: PowerdnsRecordsProps): Unit {
  const unit = new Unit(cluster.infrastructure('dns'), 'external-dns', { dependsOn: [zone] });
  const key = new DeclaredSecret(unit, 'external-dns', powerdnsApiKeyFor('externalDns', server.apiKey));
  const name = 'EXTERNAL_DNS_PDNS_API_KEY';
  new HelmApp(unit, 'external-dns', {
    values: {
      provider: { name: 'pdns' },
      extraArgs: [`--pdns-server=${POWERDNS.api.url}`],
      env: [{ name, valueFrom: { secretKeyRef: { name: key.name, key: key.ref(name).key } } }],
      podAnnotations: { ...key.podAnnotations },
      sources: ['ingress', 'service'],
      // Each Ingress says that its record is the VPS' address: a default target would lose to its own (S3-54, trap 58).
      annotationPrefix: dns.annotationPrefix,
      domainFilters: [cluster.settings.domain],
      policy: 'sync',
      registry: 'txt',
      txtOwnerId: cluster.name,
      interval: '5m',
      triggerLoopOnEvent: true,
      resources: { requests: { cpu: '10m', memory: '64Mi' }, limits: { memory: '128Mi' } },
    },
  });
  return unit;
}
