import { describe, expect, test } from '@jest/globals';
import {
  type Cluster,
  certManager,
  exposeTcp,
  HelmApp,
  K3sChartConfig,
  type TraefikTcp,
  traefikTcp,
  Unit,
} from '../../../lib/index.js';
import { describeGolden } from '../../support/golden.js';
import { planOf, render, type TestSettings, testCluster } from '../../support/test-cluster.js';

const API_GROUPS = { 'traefik.io': 'the test', 'helm.cattle.io': 'the test', 'cert-manager.io': 'the test' };

function entryPoints(c: Cluster, tcp: TraefikTcp): Unit {
  const unit = new Unit(c.infrastructure(), 'traefik', { namespace: 'kube-system' });
  new K3sChartConfig(unit, 'traefik', tcp.openPorts(unit));
  return unit;
}

function server(c: Cluster, name: string, port = 5432): Unit {
  const unit = new Unit(c.apps('data'), name);
  new HelmApp(unit, name, { chart: 'podinfo', brings: [{ group: '', kind: 'Service', name }] });
  exposeTcp(unit, { service: name, port, host: name, selector: { app: name } });
  return unit;
}

const settings = (tcp: TraefikTcp | undefined, others: TestSettings = {}): TestSettings => ({
  external: { apiGroups: API_GROUPS },
  ...(tcp === undefined ? {} : { tcp }),
  ...others,
});

const findings = (options: TestSettings, declare: (c: Cluster) => void) =>
  planOf(testCluster(options, declare)).findings.map(({ field, message }) => `${field}: ${message}`);

const plain = traefikTcp({ entryPoints: { postgresql: 5432, redis: 6379 } });
const encrypted = traefikTcp({ entryPoints: { postgresql: 5432 }, tls: true });
const tls = certManager({ issuer: 'letsencrypt' });

describeGolden('tcp-traefik', {
  plain: () =>
    render(settings(plain), (c) => {
      entryPoints(c, plain);
      server(c, 'shop-db');
    }),
  encrypted: () =>
    render(
      settings(encrypted, { tls }),
      (c) => {
        server(c, 'shop-db');
        server(c, 'blog-db');
      },
      'apps/data',
    ),
});

describe('TCP entry points of Traefik (S2-22, S2-30, S2-34)', () => {
  test('a route waits for the unit that opens its port, wherever that is declared', () => {
    const { cluster } = planOf(
      testCluster(settings(plain), (c) => {
        server(c, 'shop-db');
        entryPoints(c, plain);
      }),
    );
    expect(cluster.units.find(({ name }) => name === 'shop-db')?.dependsOn).toEqual(['traefik']);
  });

  test('a port that no entry point opens is a finding, not a route that nobody reaches', () => {
    expect(findings(settings(plain), (c) => void server(c, 'shop-db', 3306))).toEqual([
      'port of shop-db: Traefik has no entry point on 3306',
    ]);
  });

  test('two services on one plain entry point are a finding: nothing tells them apart (trap 40)', () => {
    const both = (c: Cluster) => [server(c, 'shop-db'), server(c, 'blog-db')];
    expect(findings(settings(plain), both)).toEqual([
      'port of blog-db: entry point "postgresql" leads to shop-db/shop-db already, and plain TCP cannot tell two apart',
    ]);
    expect(findings(settings(encrypted, { tls }), both)).toEqual([]);
  });

  test('TLS without a certificate to show is a finding', () => {
    expect(findings(settings(encrypted), (c) => void server(c, 'shop-db'))).toEqual([
      "tls: TCP with TLS needs a certificate for shop-db.example.org, and the cluster's tls strategy gives none",
    ]);
  });

  test('plain TCP on a cluster that has no way for it is a finding', () => {
    expect(findings(settings(undefined), (c) => void server(c, 'shop-db'))).toEqual([
      'tcp: shop-db.example.org speaks plain TCP, and the cluster names no tcp strategy',
    ]);
  });

  test("values for K3s' chart anywhere but in kube-system are a finding, since K3s does not read them", () => {
    const misplaced = (c: Cluster) =>
      void new K3sChartConfig(new Unit(c.infrastructure(), 'traefik', { namespace: 'traefik' }), 'traefik', {});
    expect(findings(settings(undefined), misplaced)).toEqual([
      "namespace: the configuration of K3s' chart traefik is in traefik, where K3s does not look",
    ]);
  });
});
