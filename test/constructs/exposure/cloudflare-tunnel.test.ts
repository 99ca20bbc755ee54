import { describe, expect, test } from '@jest/globals';
import {
  CloudflareTunnel,
  type Cluster,
  type DynamicApps,
  externalDns,
  Unit,
  variable,
  WebApp,
} from '../../../lib/index.js';
import { filesOf, planOf, testCluster } from '../../support/test-cluster.js';

const APPS: DynamicApps = {
  domain: variable('APPS_SUBDOMAIN'),
  gateway: { name: 'dynamic-apps', namespace: 'network' },
};
const GATEWAY = 'http://cilium-gateway-dynamic-apps.network.svc.cluster.local:80';

function declared(tunnel: CloudflareTunnel, declare: (cluster: Cluster) => void = () => undefined) {
  let rules: readonly { readonly hostname?: string; readonly service: string }[] = [];
  const definition = testCluster(
    {
      exposure: tunnel,
      dns: externalDns({ annotationPrefix: 'external-dns.alpha.kubernetes.io/', cloudflare: true }),
      variables: { APPS_SUBDOMAIN: 'apps.example.org', REGISTRY_URL: 'registry.example.org' },
    },
    (c) => {
      const unit = new Unit(c.infrastructure('network'), 'early');
      declare(c);
      rules = tunnel.rules(unit);
    },
  );
  return { plan: planOf(definition), rules: () => rules, definition };
}

function app(cluster: Cluster, name: string, host: string = name): void {
  new WebApp(new Unit(cluster.apps('demo'), name), name, { image: 'ghcr.io/example/demo:1', port: 8080, host });
}

describe('trap 5: the first rule that matches wins', () => {
  test('the wildcard comes after every specific host, the catch-all at the end', () => {
    const tunnel = new CloudflareTunnel({ tunnelId: 'id', dynamicApps: APPS });
    const { rules } = declared(tunnel, (c) => {
      app(c, 'zebra');
      app(c, 'any', `*.any.example.org`);
      app(c, 'anna');
      tunnel.route(new Unit(c.apps('demo'), 'registry'), {
        host: variable('REGISTRY_URL'),
        service: 'registry',
        port: 5000,
      });
    });
    expect(rules().map(({ hostname }) => hostname)).toEqual([
      'anna.example.org',
      variable('REGISTRY_URL'),
      'zebra.example.org',
      '*.any.example.org',
      `*.${variable('APPS_SUBDOMAIN')}`,
      undefined,
    ]);
    expect(
      rules()
        .slice(-2)
        .map(({ service }) => service),
    ).toEqual([GATEWAY, 'http_status:404']);
  });

  test('a second app with the host of another is a finding, also where a variable hides it', () => {
    const { plan } = declared(new CloudflareTunnel({ tunnelId: 'id' }), (c) => {
      app(c, 'first', 'registry');
      app(c, 'second', variable('REGISTRY_URL'));
    });
    expect(plan.findings).toContainEqual(
      expect.objectContaining({
        code: 'VALUE_INVALID',
        field: 'host',
        origin: expect.objectContaining({ unit: 'second' }),
      }),
    );
  });
});

describe('S1-27 without wildcards', () => {
  const tunnel = new CloudflareTunnel({ tunnelId: 'id', dynamicApps: { ...APPS, routing: 'perHost' } });

  test('hosts that no rule names reach the Gateway, which knows the HTTPRoutes', () => {
    const { rules } = declared(tunnel, (c) => app(c, 'anna'));
    expect(rules()).toEqual([
      { hostname: 'anna.example.org', service: 'http://anna.demo.svc.cluster.local:8080' },
      { service: GATEWAY },
    ]);
  });

  test('there is no wildcard record, and records come from HTTPRoutes', () => {
    expect([tunnel.wildcard, tunnel.recordsFromRoutes]).toEqual([undefined, true]);
  });
});

test('without dynamic apps an unknown host gets 404', () => {
  const { rules } = declared(new CloudflareTunnel({ tunnelId: 'id' }));
  expect(rules()).toEqual([{ service: 'http_status:404' }]);
});

test('a second synth of the same settings has no rule twice', () => {
  const tunnel = new CloudflareTunnel({ tunnelId: 'id' });
  const { definition } = declared(tunnel, (c) => app(c, 'anna'));
  expect(planOf(definition).findings).toEqual([]);
});

test('trap 9: a record points at the tunnel, never at a Service of the cluster', () => {
  const { plan } = declared(new CloudflareTunnel({ tunnelId: 'id' }), (c) => app(c, 'anna'));
  const record = filesOf(plan, 'apps').get('apps/demo/anna/app/service-anna-dns.yaml');
  expect(record).toContain('externalName: id.cfargotunnel.com');
  expect(record).toContain('external-dns.alpha.kubernetes.io/hostname: anna.example.org');
});

test('metrics on the exposed port are kept back, since everybody could read them', () => {
  const tunnel = new CloudflareTunnel({ tunnelId: 'id' });
  const { rules } = declared(tunnel, (c) => {
    for (const [name, metrics] of Object.entries({
      same: { path: '/metrics' },
      other: { path: '/metrics', port: 9090 },
    })) {
      const image = 'ghcr.io/example/demo:1';
      new WebApp(new Unit(c.apps('demo'), name), name, { image, port: 8080, host: name, metrics });
    }
  });
  expect(rules().slice(-3)).toEqual([
    { hostname: 'same.example.org', path: '^/metrics(/|$)', service: 'http_status:404' },
    { hostname: 'same.example.org', service: 'http://same.demo.svc.cluster.local:8080' },
    { service: 'http_status:404' },
  ]);
  expect(rules().filter(({ hostname }) => hostname === 'other.example.org')).toHaveLength(1);
});
