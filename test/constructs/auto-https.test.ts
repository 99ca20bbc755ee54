import { readFileSync } from 'node:fs';
import { expect, test } from '@jest/globals';
import { autoHttps, certManager, Unit } from '../../lib/index.js';
import { describeGolden } from '../support/golden.js';
import { planOf, render, testCluster } from '../support/test-cluster.js';

describeGolden('auto-https', {
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
