import { describe, expect, test } from '@jest/globals';
import { type IdentityOptions, identity } from '../../../charts/apps/security/identity.js';
import { type Cluster, PostgresCluster, Unit, variable } from '../../../lib/index.js';
import { filesOf, planOf, testCluster } from '../../support/test-cluster.js';

const versions = {
  charts: { authentik: { repository: 'oci://ghcr.io/goauthentik/helm-charts', chart: 'authentik', version: '1.0.0' } },
  images: {
    dex: { repository: 'ghcr.io/dexidp/dex', tag: 'v1.0.0' },
    keycloak: { repository: 'quay.io/keycloak/keycloak', tag: '1.0.0' },
  },
};

function planWith(options: (cluster: Cluster) => IdentityOptions) {
  const settings = {
    domain: variable('DOMAIN'),
    variables: { DOMAIN: 'example.org' },
    external: { apiGroups: { 'monitoring.coreos.com': 'the test', 'postgresql.cnpg.io': 'the test' } },
  };
  return planOf(
    testCluster(settings, (c) => void identity(c, options(c))),
    { versions },
  );
}

function database(cluster: Cluster) {
  const unit = new Unit(cluster.apps('datastore'), 'postgres-cluster');
  return new PostgresCluster(unit, 'postgres', { image: 'postgresql:18', size: '10Gi' }).database('identity');
}

const providers = {
  dex: planWith(() => ({ provider: 'dex', cloudflareTeam: 'team', testUsers: ['ann', 'bo.b'] })),
  authentik: planWith((c) => ({ provider: 'authentik', database: database(c) })),
  keycloak: planWith((c) => ({ provider: 'keycloak', database: database(c) })),
};

describe.each(Object.entries(providers))('identity provider %s', (provider, plan) => {
  const unit = plan.cluster.units.find(({ name }) => name === provider);

  test('renders into its own folder without findings', () => {
    expect(plan.findings).toEqual([]);
    expect(filesOf(plan, `apps/security/${provider}`).size).toBeGreaterThan(4);
  });

  test('is reached under its own host', () => {
    expect([...filesOf(plan, `apps/security/${provider}`).values()].join('\n')).toContain(`${provider}.\${DOMAIN}`);
  });

  test('runs under the restricted level', () => {
    expect(plan.cluster.namespaces.find(({ name }) => name === 'security')?.security.level).toBe('restricted');
  });

  test('depends on a database only if it has one', () => {
    expect(unit?.dependsOn.includes('postgres-cluster')).toBe(provider !== 'dex');
  });
});

describe('dex', () => {
  const config = filesOf(providers.dex, 'apps').get('apps/security/dex/app/config.yaml') ?? '';

  test('lets nobody but the Cloudflare team get a code', () => {
    expect(config.match(/redirectURIs:\n(\s+- .*\n)/)?.[1]?.trim()).toBe(
      '- https://team.cloudflareaccess.com/cdn-cgi/access/callback',
    );
  });

  test('reads hashes and the client secret from the environment, so that its config can be public', () => {
    expect(config).toContain('hashFromEnv: HASH_OF_BO_B');
    expect(config).toContain('secretEnv: CLOUDFLARE_ACCESS_SECRET');
    expect(config).not.toMatch(/^\s*-? ?(hash|secret):/m);
  });

  test('gives the pod hashes and never a password', () => {
    const deployment = filesOf(providers.dex, 'apps').get('apps/security/dex/app/deployment.yaml');
    expect(deployment).toContain('name: dex-hashes');
    expect(deployment).not.toContain('dex-test-users');
  });
});

test('authentik gets everything from its Secret, since the chart then ignores its values', () => {
  const secret = providers.authentik.cluster.units
    .flatMap(({ secretFiles }) => secretFiles.map(({ declaration }) => declaration))
    .find(({ name }) => name === 'authentik');
  expect(Object.keys(secret?.keys ?? {})).toEqual(
    expect.arrayContaining([
      'AUTHENTIK_SECRET_KEY',
      'AUTHENTIK_POSTGRESQL__HOST',
      'AUTHENTIK_POSTGRESQL__PORT',
      'AUTHENTIK_POSTGRESQL__NAME',
      'AUTHENTIK_POSTGRESQL__USER',
      'AUTHENTIK_POSTGRESQL__PASSWORD',
    ]),
  );
});
