import { describe, expect, test } from '@jest/globals';
import { externalSecretsOperator } from '../../../charts/infrastructure/external-secrets.js';
import { pullSecrets } from '../../../charts/infrastructure/pull-secrets.js';
import { secretStore } from '../../../charts/infrastructure/secret-store.js';
import {
  type Cluster,
  clusterPullSecret,
  DeclaredSecret,
  externalSecrets,
  ghcrCredentials,
  pulumiEsc,
  type SecretBackend,
  sops,
  Unit,
  WebApp,
} from '../../../lib/index.js';
import { planOf, type TestSettings, testCluster } from '../../support/test-cluster.js';

const versions = {
  charts: { 'external-secrets': { repository: 'oci://ghcr.io/e', chart: 'external-secrets', version: '1.0.0' } },
  images: {},
};

/** The cluster's secrets with one thing left out or wrong. */
function codes(
  { environment = 'mrsimpson/homelab/dev', ...settings }: TestSettings & { readonly environment?: string },
  leftOut: 'store' | 'pull-secrets' | 'nothing' = 'nothing',
): string[] {
  const store = pulumiEsc({ environment, values: { user: 'github-username', token: 'github-token' } });
  const registry = clusterPullSecret({
    ...{ name: 'ghcr', prefix: 'ghcr.io/mrsimpson/', registry: 'ghcr.io', secretName: 'ghcr-pull-secret', store },
    username: store.value('user'),
    password: store.value('token'),
  });
  const all = { secrets: externalSecrets({ store }), bootstrapSecrets: sops(), registry, external: {}, ...settings };
  const declare = (c: Cluster) => {
    externalSecretsOperator(c);
    if (leftOut !== 'store') secretStore(c, { store });
    if (leftOut !== 'pull-secrets') pullSecrets(c, { registry });
    const unit = new Unit(c.apps(), 'app');
    new DeclaredSecret(unit, 'app', ghcrCredentials());
    new WebApp(unit, 'app', { image: 'ghcr.io/mrsimpson/app:1.0.0', port: 3000 });
  };
  const { findings } = planOf(testCluster(all, declare), { versions });
  return [...new Set(findings.map(({ code }) => code))].sort();
}

describe('S0-06: what is missing is an error, never a store that is quietly left out (trap 53)', () => {
  test('with everything there, nothing is found', () => expect(codes({})).toEqual([]));

  test.each([
    ['the unit of the store', {}, 'store', 'SECRET_STORE_MISSING'],
    ['the unit of the pull secret', {}, 'pull-secrets', 'PULL_SECRET_MISSING'],
    ['the environment', { environment: '' }, 'nothing', 'SECRET_STORE_INVALID'],
    ['the project of the environment', { environment: 'mrsimpson/dev' }, 'nothing', 'SECRET_STORE_INVALID'],
    ['a backend for the store’s own token', { bootstrapSecrets: undefined }, 'nothing', 'SECRET_STORE_INVALID'],
    ['the secret system', { secrets: undefined as unknown as SecretBackend }, 'nothing', 'SETTING_INVALID'],
  ] as const)('%s', (_, settings, leftOut, code) => {
    expect(codes(settings as TestSettings, leftOut)).toContain(code);
  });
});

describe('S0-07: settings hold no secret', () => {
  test.each(['github-credentials.token', 'github-credentials.password', 'GITHUB_TOKEN'])('%s is refused', (name) => {
    expect(codes({ stack: { [name]: 'x' } } as TestSettings)).toContain('SETTING_HOLDS_SECRET');
  });
});
