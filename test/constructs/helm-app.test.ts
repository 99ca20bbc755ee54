import { expect, test } from '@jest/globals';
import { type Cluster, HelmApp, type HelmAppProps, Unit } from '../../lib/index.js';
import { describeGolden } from '../support/golden.js';
import { planOf, render, testCluster } from '../support/test-cluster.js';

const release = (name: string, props: HelmAppProps) => (c: Cluster) => {
  new HelmApp(new Unit(c.infrastructure('platform'), name), name, props);
};

const helm = (name: string, props: HelmAppProps) => () =>
  render({}, release(name, props), 'infrastructure/platform', 'flux/sources');

describeGolden('helm-app', {
  'oci-repository': helm('podinfo', { values: { replicaCount: 2, ui: { color: '#34577c' } } }),
  'helm-repository': helm('cert-manager', { values: { crds: { enabled: true } }, timeout: '10m' }),
  'git-repository': helm('powerdns', { chart: { gitRepository: 'flux-system', path: './charts/powerdns' } }),
  'values-from': helm('podinfo', {
    valuesFrom: [
      { kind: 'Secret', name: 'podinfo-values' },
      { kind: 'ConfigMap', name: 'podinfo', valuesKey: 'color', targetPath: 'ui.color' },
    ],
    after: ['redis'],
    crds: 'Skip',
  }),
  stateful: helm('database', { stateful: true, timeout: '15m' }),
});

test('two releases of one repository share its source', () => {
  const files = render({}, (c) => {
    for (const name of ['cert-manager', 'cert-manager-2']) {
      new HelmApp(new Unit(c.infrastructure('platform'), name), name, { chart: 'cert-manager' });
    }
  });
  expect([...files.keys()].filter((path) => path.startsWith('flux/sources/'))).toEqual([
    'flux/sources/helmrepository-jetstack.yaml',
    'flux/sources/kustomization.yaml',
  ]);
});

test('a chart that versions.yaml does not pin is a finding with a hint', () => {
  const { findings } = planOf(testCluster({}, release('app', { chart: 'cert-manger' })));
  expect(findings).toEqual([
    expect.objectContaining({
      code: 'VERSION_UNKNOWN',
      field: 'charts.cert-manger',
      hint: 'did you mean "cert-manager"?',
    }),
  ]);
});

test('a unit waits as long as its slowest release may take with retries', () => {
  const { cluster } = planOf(testCluster({}, release('database', { timeout: '15m' })));
  expect(cluster.units[0]?.timeout).toBe('45m');
});
