import { expect, test } from '@jest/globals';
import { load } from 'js-yaml';
import {
  AppTemplate,
  type AppTemplateProps,
  type Cluster,
  ConfigFiles,
  certManager,
  DeclaredSecret,
  emptyDir,
  generated,
  nfs,
  PersistentVolumeClaim,
  Unit,
} from '../../lib/index.js';
import type { JsonObject } from '../../lib/model/json.js';
import { describeGolden } from '../support/golden.js';
import { planOf, TEST_VERSIONS, testCluster } from '../support/test-cluster.js';

const VERSIONS = {
  ...TEST_VERSIONS,
  charts: {
    ...TEST_VERSIONS.charts,
    'app-template': { repository: 'oci://ghcr.io/bjw-s-labs/helm', chart: 'app-template', version: '5.1.0' },
  },
};

const DATA = 'data';

function shop(c: Cluster): void {
  const unit = new Unit(c.apps('demo'), 'shop', {
    podSecurity: { level: 'baseline', reason: 'an NFS export is mounted' },
  });
  const secret = new DeclaredSecret(unit, 'shop-secret', { TOKEN: generated({ length: 32 }) });
  const config = new ConfigFiles(unit, 'shop-config', { 'shop.yaml': { color: 'blue' } });
  const data = new PersistentVolumeClaim(unit, DATA, { name: 'shop-data', size: '1Gi' }).mount();
  const database = new AppTemplate(unit, 'shop-database', {
    image: 'sidecar',
    port: 3306,
    user: 999,
    health: { command: ['ready'] },
  });
  new AppTemplate(unit, 'shop', {
    image: 'demo',
    port: 8080,
    host: 'shop',
    access: { public: 'it is a shop' },
    after: [database],
    health: { path: '/health' },
    env: { TZ: c.timezone, TOKEN: secret.ref('TOKEN') },
    envFrom: [secret],
    mounts: {
      '/data': { ...data, subPath: 'data' },
      '/cache': { ...data, subPath: 'cache' },
      '/games': nfs('10.0.0.2', '/games'),
      '/scratch': emptyDir({ memory: true, sizeLimit: '64Mi' }),
      '/config': config.mount(),
      '/secret': secret.files({ mode: 0o400 }),
    },
  });
}

const files = () => {
  const definition = testCluster({ tls: certManager({ issuer: 'letsencrypt' }) }, shop);
  const { tree, findings } = planOf(definition, { versions: VERSIONS });
  expect(findings).toEqual([]);
  const folder = 'kubernetes/test/apps/demo/shop/';
  return new Map(
    tree.files
      .filter(({ path }) => path.startsWith(folder))
      .map(({ path, content }) => [path.slice(folder.length), content]),
  );
};

describeGolden('app-template', { 'two-releases': files });

interface Values {
  readonly controllers: Readonly<Record<string, { readonly containers: { readonly app: JsonObject } }>>;
  readonly persistence: Readonly<Record<string, JsonObject & { readonly globalMounts: readonly JsonObject[] }>>;
}

const release = (file: string) =>
  load((files().get(`app/${file}`) as string).replace(/^---\n/, '')) as {
    readonly spec: { readonly dependsOn?: unknown; readonly values: Values };
  };

test('one release waits for another by the field of HelmRelease, not of Kustomization (S4-03, trap 74)', () => {
  expect(release('helmrelease.yaml').spec.dependsOn).toEqual([{ name: 'shop-database' }]);
  expect(files().get('ks.yaml')).not.toContain('shop-database');
});

test('each kind of mount is what the chart calls it (S4-04)', () => {
  const { persistence } = release('helmrelease.yaml').spec.values;
  const kinds = Object.values(persistence).map(({ type, existingClaim, name, server, medium }) => ({
    type,
    existingClaim,
    name,
    server,
    medium,
  }));
  expect(kinds).toEqual(
    expect.arrayContaining([
      expect.objectContaining({ existingClaim: 'shop-data' }),
      expect.objectContaining({ type: 'nfs', server: '10.0.0.2' }),
      expect.objectContaining({ type: 'emptyDir', medium: 'Memory' }),
      expect.objectContaining({ type: 'configMap', name: 'shop-config' }),
      expect.objectContaining({ type: 'secret', name: 'shop-secret' }),
    ]),
  );
});

test('a claim that is mounted twice is one volume with two mounts', () => {
  const { persistence } = release('helmrelease.yaml').spec.values;
  const [claim] = Object.values(persistence).filter(({ existingClaim }) => existingClaim === 'shop-data');
  expect(claim?.globalMounts).toEqual([
    { path: '/data', subPath: 'data' },
    { path: '/cache', subPath: 'cache' },
  ]);
});

test('a command replaces the port in all three probes', () => {
  const { app } = release('helmrelease-shop-database.yaml').spec.values.controllers['shop-database']?.containers ?? {};
  const probes = app?.probes as Readonly<Record<string, { readonly spec: JsonObject }>>;
  for (const name of ['startup', 'readiness', 'liveness']) {
    expect(probes[name]?.spec).toMatchObject({ exec: { command: ['ready'] } });
    expect(probes[name]?.spec).not.toHaveProperty('tcpSocket');
  }
});

test('an image that is not pinned is a finding', () => {
  const declare = (c: Cluster) => {
    const props: AppTemplateProps = { image: 'dmeo', port: 80 };
    new AppTemplate(new Unit(c.apps('demo'), 'shop'), 'shop', props);
  };
  const { findings } = planOf(testCluster({}, declare), { versions: VERSIONS });
  expect(findings).toEqual(
    expect.arrayContaining([
      expect.objectContaining({ code: 'VERSION_UNKNOWN', field: 'images.dmeo', hint: 'did you mean "demo"?' }),
    ]),
  );
});
