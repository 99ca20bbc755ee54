import { describe, expect, test } from '@jest/globals';
import { parse } from 'yaml';
import type { JsonObject } from '../../../lib/model/json.js';
import { realTree } from '../../support/real-tree.js';

const { plans, files } = realTree();
const plan = plans.find(({ cluster }) => cluster.name === 'almckay');
if (plan === undefined) throw new Error('almckay is not among the clusters');
const { units, hosts } = plan.cluster;
const read = (path: string) => parse(files.get(`kubernetes/almckay/${path}`) ?? '', { version: '1.1' }) as JsonObject;
const unit = (name: string) => units.find((one) => one.name === name);
const secrets = units.flatMap(({ secretFiles }) => secretFiles.map(({ declaration }) => declaration));

/** Everything that has to be ready before a unit, however far back. */
function before(name: string): Set<string> {
  const direct = unit(name)?.dependsOn ?? [];
  return new Set(direct.flatMap((one) => [one, ...before(one)]));
}

describe('almckay', () => {
  test('comes up as infrastructure, databases, applications (S2-49)', () => {
    expect([...before('postgresql')]).toEqual(['traefik']);
    expect([...before('redis')]).toEqual(['traefik']);
    expect([...before('cluster-issuer')]).toEqual(['cert-manager']);
    expect([...before('authentik')].sort()).toEqual(['cert-manager', 'cluster-issuer', 'postgresql', 'traefik']);
  });

  test('decrypts exactly where a SOPS file is, databases and apps included (S2-05, S2-49, traps 36 and 37)', () => {
    for (const { folder, name, secretFiles } of units) {
      const { spec } = read(`${folder}/ks.yaml`) as { spec: { decryption?: unknown } };
      expect([name, spec.decryption !== undefined]).toEqual([name, secretFiles.length > 0]);
    }
    expect(units.filter(({ secretFiles }) => secretFiles.length > 0)).toHaveLength(4);
  });

  test('waits for whatever something depends on (X-24)', () => {
    const needed = new Set(units.flatMap(({ dependsOn }) => dependsOn));
    expect(units.filter(({ name, wait }) => needed.has(name) && !wait)).toEqual([]);
  });

  test('has the four secrets of the plan where their readers are (S2-18 to S2-21, trap 38)', () => {
    expect(secrets.map(({ namespace, name }) => `${namespace}/${name}`).sort()).toEqual([
      'auth/authentik-credentials',
      'cache/redis-credentials',
      'cert-manager/cloudflare-api-token',
      'database/postgresql-credentials',
    ]);
  });

  test('opens the TCP ports on Traefik’s Service, too (S2-22, trap 42)', () => {
    const { spec } = read('infrastructure/traefik/app/helmchartconfig.yaml') as { spec: { valuesContent: string } };
    const port = (number: number) => ({
      port: number,
      exposedPort: number,
      protocol: 'TCP',
      expose: { default: true },
    });
    expect((parse(spec.valuesContent) as JsonObject).ports).toEqual({ postgresql: port(5432), redis: port(6379) });
  });

  test('is reached under the hosts of the plan', () => {
    expect(hosts.map(({ host, target, tcp }) => ({ host, target, port: tcp?.port ?? 443 }))).toEqual([
      { host: 'auth.almckay.io', target: 'authentik-server.auth:80', port: 443 },
      { host: 'postgres.almckay.io', target: 'postgresql.database:5432', port: 5432 },
      { host: 'redis.almckay.io', target: 'redis-master.cache:6379', port: 6379 },
    ]);
  });

  test('asks the production server of Let’s Encrypt, by Cloudflare (S2-25)', () => {
    const { spec } = read('infrastructure/cluster-issuer/app/clusterissuer-letsencrypt-prod.yaml');
    expect(spec).toMatchObject({
      acme: {
        server: 'https://acme-v02.api.letsencrypt.org/directory',
        email: expect.stringContaining('@'),
        solvers: [{ dns01: { cloudflare: { apiTokenSecretRef: { name: 'cloudflare-api-token', key: 'api-token' } } } }],
      },
    });
  });

  test('installs cert-manager’s definitions from Jetstack (S2-23, S2-24)', () => {
    expect(read('flux/sources/helmrepository-jetstack.yaml').spec).toMatchObject({ url: 'https://charts.jetstack.io' });
    expect(read('infrastructure/cert-manager/app/helmrelease.yaml').spec).toMatchObject({
      values: { crds: { enabled: true } },
    });
  });

  test.each([
    ['postgresql', 'primary', '20Gi'],
    ['redis', 'master', '8Gi'],
  ])('%s keeps its data on a volume of the plan’s size, behind a ClusterIP (S2-29, S2-33)', (name, part, size) => {
    expect(read(`apps/${name}/app/helmrelease.yaml`).spec).toMatchObject({
      values: { [part]: { persistence: { enabled: true, size }, service: { type: 'ClusterIP' } } },
    });
  });

  test('no image of Bitnami’s own: they are gone, or frozen without patches (X-27, trap 48)', () => {
    for (const name of ['postgresql', 'redis']) {
      const { spec } = read(`apps/${name}/app/helmrelease.yaml`) as { spec: { values: { image: JsonObject } } };
      expect(spec.values.image.repository).toBe(`library/${name === 'redis' ? name : 'postgres'}`);
    }
  });

  test('authentik has Ingress and Certificate of one name (S2-37, S2-38, trap 45)', () => {
    const ingress = read('apps/authentik/app/ingress-authentik-server.yaml') as { spec: { tls: JsonObject[] } };
    expect(ingress.spec.tls).toEqual([{ hosts: ['auth.almckay.io'], secretName: 'authentik-server-tls' }]);
    expect(read('apps/authentik/app/certificate-authentik-server-tls.yaml')).toMatchObject({
      metadata: { name: 'authentik-server-tls' },
      spec: { secretName: 'authentik-server-tls', dnsNames: ['auth.almckay.io'] },
    });
  });

  test('authentik reads a copy of the password, by names with two underscores (S2-36, traps 43 and 46)', () => {
    const credentials = secrets.find(({ name }) => name === 'authentik-credentials');
    expect(credentials?.keys).toMatchObject({
      AUTHENTIK_POSTGRESQL__HOST: { source: { from: 'given', value: 'postgresql.database.svc.cluster.local' } },
      AUTHENTIK_POSTGRESQL__PASSWORD: {
        source: { from: 'copied', of: { namespace: 'database', name: 'postgresql-credentials', key: 'password' } },
      },
    });
  });
});
