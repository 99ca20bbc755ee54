import { describe, expect, test } from '@jest/globals';
import { DYNAMIC_APPS_LABEL, dynamicAppsGateway } from '../../../charts/infrastructure/gateway.js';
import { externalDnsCloudflare } from '../../../charts/infrastructure/network/external-dns.js';
import { cloudflareTunnel, type DynamicApps, externalDns, Unit, variable } from '../../../lib/index.js';
import { filesOf, planOf, TEST_VERSIONS, testCluster } from '../../support/test-cluster.js';

const VERSIONS = {
  ...TEST_VERSIONS,
  charts: {
    'external-dns': { repository: 'https://charts.example.org', chart: 'external-dns', version: '1.21.1' },
  },
};

/** Files of the Gateway and of external-dns, as one setting decides. */
function rendered(routing: DynamicApps['routing'], address?: string): Map<string, string> {
  const apps: DynamicApps = {
    domain: variable('APPS_SUBDOMAIN'),
    gateway: { name: 'dynamic-apps', namespace: 'network' },
    ...(routing === undefined ? {} : { routing }),
  };
  const dns = externalDns({ annotationPrefix: 'external-dns.alpha.kubernetes.io/', cloudflare: true });
  const tunnel = cloudflareTunnel({ tunnelId: 'id', dynamicApps: apps });
  const definition = testCluster({ exposure: tunnel, dns, variables: { APPS_SUBDOMAIN: 'apps.home.test' } }, (c) => {
    externalDnsCloudflare(c, { dns, tunnel, hosts: { registry: 'registry' } });
    dynamicAppsGateway(c, { apps, dns, tunnel, ...(address === undefined ? {} : { address }) });
    new Unit(c.apps(), 'dynamic', {
      ownNamespace: true,
      namespace: 'dynamic-apps',
      namespaceLabels: DYNAMIC_APPS_LABEL,
    });
  });
  return filesOf(planOf(definition, { versions: VERSIONS }));
}

const DNS = 'infrastructure/network/external-dns/app';
const GATEWAY = 'infrastructure/gateway/dynamic-apps-gateway.yaml';

describe('S1-26 one wildcard for all dynamic apps', () => {
  const files = rendered(undefined);

  test('has a record, and external-dns makes none for single apps', () => {
    expect(files.get(`${DNS}/dynamic-apps-dns-service.yaml`)).toMatch(/hostname: "\*\.\$\{APPS_SUBDOMAIN\}"/);
    expect(files.get(`${DNS}/helmrelease.yaml`)).not.toContain('gateway-httproute');
  });

  test('S1-11 the record of the registry stands where the plan says', () => {
    expect(files.get(`${DNS}/registry-dns-service.yaml`)).toContain('hostname: registry.example.org');
  });
});

describe('S1-27 a record for each HTTPRoute', () => {
  const files = rendered('perHost');

  test('external-dns reads the routes, and there is no wildcard record beside them', () => {
    expect(files.get(`${DNS}/helmrelease.yaml`)).toContain('- gateway-httproute');
    expect(files.has(`${DNS}/dynamic-apps-dns-service.yaml`)).toBe(false);
  });

  test('records point at the tunnel, not at the address of the Gateway in the home network', () => {
    expect(files.get(GATEWAY)).toContain('external-dns.alpha.kubernetes.io/target: id.cfargotunnel.com');
  });
});

describe('S1-28 the Gateway', () => {
  test('serves the namespaces of dynamic apps alone', () => {
    const [label] = Object.entries(DYNAMIC_APPS_LABEL)[0] as [string, string];
    expect(rendered('wildcard').get(GATEWAY)).toContain(`matchLabels:\n              ${label}: "true"`);
    expect(rendered('wildcard').get('apps/dynamic/app/namespace.yaml')).toContain(`${label}: "true"`);
  });

  test('asks for an address only where one is given', () => {
    expect(rendered('wildcard').get(GATEWAY)).not.toContain('infrastructure:');
    expect(rendered('wildcard', '192.168.1.30').get(GATEWAY)).toContain('lbipam.cilium.io/ips: 192.168.1.30');
  });
});
