import {
  type CloudflareTunnel,
  type Cluster,
  checksumAnnotations,
  cloudflareApiToken,
  DeclaredSecret,
  type ExternalDns,
  HelmApp,
  monitoring,
  Unit,
} from '../../../lib/index.js';

export interface CloudflareDnsProps {
  readonly dns: ExternalDns;
  readonly tunnel: CloudflareTunnel;
  /** Hosts of the tunnel whose record stands here, by the record's name; all other records stand beside their app. */
  readonly hosts: Readonly<Record<string, string>>;
}

/** Records in Cloudflare, made from annotations, and those that belong to no app's own unit (S1-06, S1-11, S1-29). */
export function externalDnsCloudflare(cluster: Cluster, { dns, tunnel, hosts }: CloudflareDnsProps): Unit {
  const unit = new Unit(cluster.infrastructure('network'), 'external-dns');
  const token = new DeclaredSecret(unit, 'external-dns', cloudflareApiToken());
  new HelmApp(unit, 'external-dns', {
    values: {
      provider: { name: 'cloudflare' },
      env: [{ name: 'CF_API_TOKEN', valueFrom: { secretKeyRef: { name: token.name, key: 'api-token' } } }],
      podAnnotations: checksumAnnotations([token]),
      sources: tunnel.recordsFromRoutes ? ['service', 'gateway-httproute'] : ['service'],
      annotationPrefix: dns.annotationPrefix,
      domainFilters: [cluster.settings.domain],
      // Records of removed apps go; records that bear no TXT mark of this cluster are never touched.
      policy: 'sync',
      registry: 'txt',
      txtOwnerId: cluster.name,
      // HTTPRoutes of dynamic apps have no annotation; a tunnel's record works only when proxied.
      // "*" is not valid inside a TXT record's name, and no host begins with "_".
      extraArgs: ['--cloudflare-proxied', '--txt-wildcard-replacement=_wildcard'],
      interval: '5m',
      triggerLoopOnEvent: true,
      resources: { requests: { cpu: '10m', memory: '64Mi' }, limits: { memory: '128Mi' } },
    },
  });
  new monitoring.ServiceMonitor(unit, 'service-monitor', {
    metadata: { name: 'external-dns' },
    spec: { selector: { matchLabels: { 'app.kubernetes.io/name': 'external-dns' } }, endpoints: [{ port: 'http' }] },
  });
  const wildcard = tunnel.wildcard === undefined ? {} : { 'dynamic-apps': tunnel.wildcard };
  for (const [name, host] of Object.entries({ ...hosts, ...wildcard })) {
    const record = { name: `${name}-dns`, host: cluster.host(host), target: tunnel.target };
    dns.alias(unit, { ...record, file: `${name}-dns-service.yaml` });
  }
  return unit;
}
