import { describe, expect, test } from '@jest/globals';
import { BitnamiPostgresql, BitnamiRedis, type Cluster, Unit, WebApp } from '../../../lib/index.js';
import { describeGolden } from '../../support/golden.js';
import { planOf, render, testCluster } from '../../support/test-cluster.js';

const image = 'docker.io/library/postgres:17.1-bookworm';

function postgresql(c: Cluster, props: { size?: string; database?: string } = {}): BitnamiPostgresql {
  const unit = new Unit(c.apps(), 'postgresql', { namespace: 'database' });
  return new BitnamiPostgresql(unit, 'postgresql', {
    image,
    database: 'shop',
    size: '20Gi',
    chart: 'database',
    ...props,
  });
}

function redis(c: Cluster, redisImage = 'redis:8.2.1-bookworm'): void {
  const unit = new Unit(c.apps(), 'redis', { namespace: 'cache' });
  new BitnamiRedis(unit, 'redis', { image: redisImage, size: '8Gi', chart: 'database' });
}

describeGolden('bitnami', {
  postgresql: () => render({ storageClass: 'fast' }, (c) => void postgresql(c), 'apps/postgresql'),
  redis: () => render({}, redis, 'apps/redis'),
});

describe('PostgreSQL by Bitnami’s chart', () => {
  test('is a database like any other for an app of another namespace (X-10, traps 43 and 44)', () => {
    const { cluster } = planOf(
      testCluster({}, (c) => {
        const { database } = postgresql(c);
        const unit = new Unit(c.apps('web'), 'shop');
        new WebApp(unit, 'shop', { image: c.image('demo'), port: 3000, env: database.env(unit, 'DB_') });
      }),
    );
    const shop = cluster.units.find(({ name }) => name === 'shop');
    expect(shop?.dependsOn).toEqual(['postgresql']);
    expect(shop?.secretFiles.map(({ declaration }) => declaration)).toMatchObject([
      {
        namespace: 'web',
        name: 'postgresql-credentials',
        keys: {
          password: {
            source: { from: 'copied', of: { namespace: 'database', name: 'postgresql-credentials', key: 'password' } },
          },
        },
      },
    ]);
  });

  test.each([
    ['a size without a unit that Kubernetes knows', { size: '20 GB' }, 'BitnamiPostgresql postgresql.size'],
    ['a name that would end the quoting', { database: 'shop"; DROP' }, 'BitnamiPostgresql postgresql.database'],
  ])('%s is a finding', (_, props, field) => {
    const { findings } = planOf(testCluster({}, (c) => void postgresql(c, props)));
    expect(findings.map((finding) => finding.field)).toContain(field);
  });

  test('an image with a digest keeps it', () => {
    const digest = `sha256:${'0'.repeat(64)}`;
    const files = render({}, (c) => redis(c, `redis:8.2.1@${digest}`), 'apps/redis');
    expect(files.get('apps/redis/app/helmrelease.yaml')).toContain(`digest: ${digest}`);
  });
});
