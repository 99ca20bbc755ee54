import { expect, test } from '@jest/globals';
import { registryPullSecret } from '../../charts/infrastructure/registry/credentials.js';
import { pullSecretRegistry, Unit, variable, WebApp } from '../../lib/index.js';
import { planOf, testCluster } from '../support/test-cluster.js';

const registry = pullSecretRegistry({
  name: 'docker-registry',
  prefix: `${variable('REGISTRY_URL')}/`,
  secretName: 'registry-pull-secret',
  credentials: registryPullSecret(),
});

const definition = testCluster({ registry, variables: { REGISTRY_URL: 'registry.home.test' } }, (c) => {
  for (const [area, name] of [
    ['demo', 'first'],
    ['demo', 'second'],
    ['other', 'third'],
  ] as const) {
    new WebApp(new Unit(c.apps(area), name), name, { image: `${variable('REGISTRY_URL')}/apps/${name}:1`, port: 8080 });
  }
  new WebApp(new Unit(c.apps('public'), 'public'), 'public', { image: 'ghcr.io/example/demo:1', port: 8080 });
});

/** Namespaces that get the pull secret, with the unit that brings it. */
function pullSecrets(): string[] {
  return planOf(definition).cluster.units.flatMap(({ name, secretFiles }) =>
    secretFiles
      .filter(({ declaration }) => declaration.name === 'registry-pull-secret')
      .map(({ declaration }) => `${declaration.namespace} by ${name}`),
  );
}

test('trap 52: every namespace with a private image has one pull secret, and others have none', () => {
  expect(pullSecrets()).toEqual(['demo by first', 'other by third']);
});

test('a second app waits for the unit that brings the secret to its namespace', () => {
  const second = planOf(definition).cluster.units.find(({ name }) => name === 'second');
  expect(second?.dependsOn).toContain('first');
});

test('the next synth of the same settings declares the secrets again', () => {
  expect(pullSecrets()).toEqual(pullSecrets());
});
