import { readFileSync } from 'node:fs';
import { expect, test } from '@jest/globals';
import { autoHttps, type Cluster, certManager, cloudflareTunnel, gatewayApi, Unit } from '../../lib/index.js';
import { describeGolden } from '../support/golden.js';
import { planOf, render, testCluster } from '../support/test-cluster.js';

/** One host for a program of several Services, as Plane is. */
const severalServices = (c: Cluster) => {
  const unit = new Unit(c.apps('demo'), 'suite');
  autoHttps(unit, {
    service: 'suite-web',
    port: 3000,
    host: 'suite',
    access: { own: 'it asks for a login' },
    paths: { '/api': { service: 'suite-api', port: 8000 }, '/live/': { service: 'suite-live', port: 3000 } },
  });
};

describeGolden('auto-https', {
  'paths-of-ingress': () => render({}, severalServices, 'apps/demo/suite/app'),
  'paths-of-gateway': () =>
    render({ exposure: gatewayApi({ name: 'web', namespace: 'network' }) }, severalServices, 'apps/demo/suite/app'),
  'one-line': () =>
    render(
      { tls: certManager({ issuer: 'letsencrypt' }) },
      (c) => void autoHttps(new Unit(c.apps('demo'), 'vendor'), { service: 'vendor-ui', port: 80 }),
      'apps/demo/vendor',
    ),
});

test('HTTPS for a Service is one line of chart code (S3-61)', () => {
  const text = readFileSync('test/constructs/auto-https.test.ts', 'utf8');
  const line = text.split('\n').find((one) => one.includes(`autoHttps(new${' '}Unit`)) ?? '';
  expect(line).toContain("{ service: 'vendor-ui', port: 80 }");
});

test('a host outside the cluster domain stays as it is, and a port that is none is a finding', () => {
  const { findings, tree } = planOf(
    testCluster(
      {},
      (c) => void autoHttps(new Unit(c.apps('demo'), 'a'), { service: 'a', port: 70000, host: 'a.example.com' }),
    ),
  );
  expect(findings.map(({ field }) => field)).toEqual(['port of a']);
  expect(tree.files.map(({ content }) => content).join()).toContain('host: a.example.com');
});

test('paths are refused where the cluster’s way leads a host to one Service alone', () => {
  const exposure = cloudflareTunnel({ tunnelId: 'tunnel' });
  const { findings } = planOf(testCluster({ exposure }, severalServices));
  expect(findings).toEqual(
    expect.arrayContaining([
      expect.objectContaining({
        field: 'paths of suite-web',
        message: 'cloudflare-tunnel leads a host to one Service alone',
      }),
    ]),
  );
});
