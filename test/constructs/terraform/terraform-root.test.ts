import { expect, test } from '@jest/globals';
import { type Cluster, DeclaredSecret, given, TerraformRoot, Unit } from '../../../lib/index.js';
import { describeGolden } from '../../support/golden.js';
import { planOf, render, testCluster } from '../../support/test-cluster.js';

const external = { apiGroups: { 'infra.contrib.fluxcd.io': 'the test' } };

function declare(c: Cluster): void {
  const first = new TerraformRoot(new Unit(c.infrastructure('terraform'), 'first'), 'first');
  const unit = new Unit(c.infrastructure('terraform'), 'second');
  const secret = new DeclaredSecret(unit, 'second', { token: given('x') });
  new TerraformRoot(unit, 'second', {
    path: 'elsewhere/second',
    vars: { url: 'https://auth.example.org', groups: ['users'], applications: { wiki: { title: 'Wiki' } } },
    varsFrom: [secret],
    after: [first],
    answers: { auth: 'https://auth.example.org/-/health/ready/' },
    env: { VAULT_ADDR: 'https://vault:8200' },
    secretFiles: { '/etc/vault': 'vault-ca' },
  });
}

describeGolden('terraform-root', {
  'two-roots': () => render({ external }, declare, 'infrastructure/terraform/first', 'infrastructure/terraform/second'),
});

test('a root that comes after another waits for it, in Flux and in the controller', () => {
  const { cluster } = planOf(testCluster({ external }, declare));
  expect(cluster.units.find(({ name }) => name === 'second')?.dependsOn).toContain('first');
});

test('Flux takes a root for ready when it was applied as it is now, not when it was once', () => {
  const ks = render({ external }, declare).get('infrastructure/terraform/first/ks.yaml') ?? '';
  expect(ks).toContain('status.observedGeneration == metadata.generation');
});
