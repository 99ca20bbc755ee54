import { describe, expect, test } from '@jest/globals';
import { type Cluster, type Database, PostgresCluster, Unit, WebApp } from '../../../lib/index.js';
import { filesOf, planOf, render, testCluster } from '../../support/test-cluster.js';

const settings = { external: { apiGroups: { 'monitoring.coreos.com': 'the test', 'postgresql.cnpg.io': 'the test' } } };

function database(cluster: Cluster): Database {
  const unit = new Unit(cluster.apps('datastore'), 'postgres-cluster');
  return new PostgresCluster(unit, 'postgres', { image: 'postgresql:18', size: '10Gi' }).database('shop');
}

function app(cluster: Cluster, db: Database, area: string, name: string): Unit {
  const unit = new Unit(cluster.apps(area), name);
  new WebApp(unit, name, { image: cluster.image('demo'), port: 3000, env: db.env(unit, 'DB_') });
  return unit;
}

function findings(declare: (cluster: Cluster) => void) {
  return planOf(testCluster(settings, declare)).findings.map(({ code, field }) => ({ code, field }));
}

describe('a database that an app uses', () => {
  const definition = testCluster(settings, (c) => {
    const db = database(c);
    app(c, db, 'shop', 'front');
    app(c, db, 'shop', 'jobs');
    app(c, db, 'datastore', 'admin');
  });
  const plan = planOf(definition);
  const files = filesOf(plan, 'apps');
  const dependsOn = (name: string) => plan.cluster.units.find((unit) => unit.name === name)?.dependsOn;
  const secrets = () =>
    plan.cluster.units.flatMap(({ secretFiles }) => secretFiles.map(({ declaration }) => declaration));

  test('its unit is ready before the app starts', () => {
    expect(dependsOn('front')).toEqual(['postgres-cluster']);
    expect(dependsOn('admin')).toEqual(['postgres-cluster']);
  });

  test('its password is copied once into a namespace, and never where it stands already', () => {
    const copies = secrets().map(({ namespace, name, keys }) => [namespace, name, keys.password?.source.from]);
    expect(copies.sort()).toEqual([
      ['datastore', 'postgres-shop', 'generated'],
      ['shop', 'postgres-shop', 'copied'],
    ]);
  });

  test('a second app of the namespace waits for the unit that has the copy', () => {
    expect(dependsOn('jobs')).toEqual(['front', 'postgres-cluster']);
  });

  test('the connection arrives as five variables', () => {
    const deployment = files.get('apps/shop/front/app/deployment.yaml');
    for (const name of ['DB_HOST', 'DB_PORT', 'DB_DATABASE', 'DB_USER', 'DB_PASSWORD']) {
      expect(deployment).toContain(`- name: ${name}\n`);
    }
    expect(deployment).toContain('value: postgres-rw.datastore.svc.cluster.local');
  });

  test('the operator sees a new password at once', () => {
    const original = secrets().find(({ namespace }) => namespace === 'datastore');
    expect(original).toMatchObject({
      type: 'kubernetes.io/basic-auth',
      labels: { 'cnpg.io/reload': 'true' },
      keys: { username: { source: { from: 'given', value: 'shop' } } },
    });
    expect(files.get('apps/datastore/postgres-cluster/app/cluster-postgres.yaml')).toContain('name: postgres-shop');
  });
});

test('one name is one database, however often it is asked for', () => {
  const files = render(
    settings,
    (c) => {
      const unit = new Unit(c.apps('datastore'), 'postgres-cluster');
      const cluster = new PostgresCluster(unit, 'postgres', { image: 'postgresql:18', size: '10Gi' });
      expect(cluster.database('shop')).toBe(cluster.database('shop'));
    },
    'apps',
  );
  expect([...files.keys()].filter((path) => path.includes('/database-'))).toHaveLength(1);
});

describe('a backup that would not do what it says', () => {
  const backup = {
    schedule: '0 0 2 * * *',
    retention: '30d',
    destination: 's3://bucket/a',
    endpoint: 'https://s3.example.org',
  };
  const declare = (props: object) => (c: Cluster) => {
    const unit = new Unit(c.apps('datastore'), 'postgres-cluster');
    new PostgresCluster(unit, 'postgres', { image: 'postgresql:18', size: '10Gi', ...props });
  };

  test('a good one has no findings', () => {
    expect(findings(declare({ backup }))).toEqual([]);
  });

  test.each([
    ['five fields would run every hour', { schedule: '0 2 * * *' }, 'schedule'],
    ['a retention without a unit', { retention: '30' }, 'retention'],
    ['a destination that is no bucket', { destination: 'bucket/a' }, 'destination'],
    ['credentials in clear text', { endpoint: 'http://s3.example.org' }, 'endpoint'],
  ])('%s is a finding', (_, wrong, field) => {
    const expected = [{ code: 'VALUE_INVALID', field: `PostgresCluster postgres.backup.${field}` }];
    expect(findings(declare({ backup: { ...backup, ...wrong } }))).toEqual(expected);
  });

  test('a recovered cluster that would archive over its origin is a finding', () => {
    const field = 'PostgresCluster postgres.recovery.serverName';
    const recovery = { serverName: 'postgres' };
    expect(findings(declare({ backup, recovery }))).toEqual([{ code: 'VALUE_INVALID', field }]);
    expect(findings(declare({ backup: { ...backup, serverName: 'postgres-2' }, recovery }))).toEqual([]);
  });
});
