import { describe, expect, test } from '@jest/globals';
import { homeOps } from '../../../charts/clusters/home-ops.js';
import type { JsonObject } from '../../../lib/model/json.js';
import { plan } from '../../../lib/synth/pipeline.js';
import { read } from '../../../lib/synth/read.js';

const { cluster, tree } = plan(homeOps, read(process.cwd(), [homeOps.name]));

const ROOT = 'kubernetes/home-ops/';
const documents = tree.files.flatMap(({ path, documents: all = [] }) =>
  all.map((object) => ({ path: path.slice(ROOT.length), object: object as JsonObject & { readonly kind: string } })),
);
/** Not the kustomization.yaml files, which have the kind of Flux's objects. */
const ofKind = (kind: string) =>
  documents.filter(({ object }) => object.kind === kind && object.metadata !== undefined).map(({ object }) => object);
const metadata = (object: JsonObject) =>
  object.metadata as { readonly name: string; readonly namespace?: string; readonly labels?: JsonObject };
const spec = (object: JsonObject | undefined) => (object as { readonly spec: JsonObject }).spec;
const named = (kind: string, name: string) => ofKind(kind).find((object) => metadata(object).name === name);
const dependsOn = (name: string) => {
  const { dependsOn: all = [] } = spec(named('Kustomization', name)) as { readonly dependsOn?: { name: string }[] };
  return all.map((one) => one.name);
};

/** Names of Kustomizations that `name` waits for, however indirectly. */
function before(name: string, seen = new Set<string>()): Set<string> {
  for (const one of dependsOn(name)) {
    if (seen.has(one)) continue;
    seen.add(one);
    before(one, seen);
  }
  return seen;
}

test('every area lists its apps, so that no HelmRelease is left out silently (S4-01, S4-02)', () => {
  const lists = (path: string) =>
    (documents.find((one) => one.path === path)?.object as { resources?: string[] } | undefined)?.resources;
  expect(lists('apps/kustomization.yaml')).toEqual(['./games', './plane']);
  expect(lists('apps/games/kustomization.yaml')).toEqual(['./namespace.yaml', './romm/ks.yaml']);
  expect(lists('apps/plane/kustomization.yaml')).toEqual(['./namespace.yaml', './plane/ks.yaml']);
});

test('every object of Flux lives in gitops-system, and nothing names flux-system (S4-10, trap 72)', () => {
  const own = documents.filter(({ object: { apiVersion } }) =>
    /^(kustomize\.toolkit|source\.toolkit)\.fluxcd\.io\//.test(String(apiVersion)),
  );
  // An OCIRepository stands beside its HelmRelease.
  const homes = own
    .filter(({ object }) => object.kind !== 'OCIRepository')
    .map(({ object }) => metadata(object).namespace);
  expect(new Set(homes)).toEqual(new Set(['gitops-system']));
  expect(tree.files.filter(({ content }) => content.includes('flux-system')).map(({ path }) => path)).toEqual([]);
});

describe('ROMM', () => {
  const release = spec(named('HelmRelease', 'romm')) as {
    readonly dependsOn: unknown;
    readonly values: {
      readonly persistence: Readonly<Record<string, JsonObject>>;
      readonly controllers: { readonly romm: { readonly containers: { readonly app: JsonObject } } };
    };
  };

  test('waits for its database as a HelmRelease (S4-03, trap 74)', () => {
    expect(release.dependsOn).toEqual([{ name: 'romm-mariadb' }]);
  });

  test('has its kinds of mount, each of a claim or server that there is (S4-04)', () => {
    const mounts = Object.values(release.values.persistence);
    const claims = mounts.flatMap(({ existingClaim }) => (existingClaim === undefined ? [] : [existingClaim]));
    expect(claims.map((name) => named('PersistentVolumeClaim', String(name)) !== undefined)).toEqual([true]);
    expect(mounts.map(({ type, medium }) => [type, medium].filter(Boolean).join(' ')).sort()).toEqual([
      '',
      'configMap',
      'emptyDir Memory',
      'nfs',
    ]);
  });

  test('has its environment from romm-secret, an ExternalSecret beside it (S4-05, S4-29)', () => {
    const { envFrom } = release.values.controllers.romm.containers.app;
    expect(envFrom).toEqual([{ secretRef: { name: 'romm-secret' } }]);
    const path = documents.find(
      ({ object }) => object.kind === 'ExternalSecret' && metadata(object).name === 'romm-secret',
    )?.path;
    expect(path).toBe('apps/games/romm/app/externalsecret-romm-secret.yaml');
  });
});

test('each secret value of Plane goes where its chart takes it, by name of plane-secret alone (S4-07)', () => {
  const { valuesFrom, values } = spec(named('HelmRelease', 'plane')) as {
    readonly valuesFrom: readonly { readonly name: string; readonly valuesKey: string; readonly targetPath: string }[];
    readonly values: JsonObject;
  };
  expect(new Set(valuesFrom.map(({ name }) => name))).toEqual(new Set(['plane-secret']));
  expect(valuesFrom).toContainEqual(
    expect.objectContaining({ valuesKey: 'PLANE_DB_URL', targetPath: 'env.pgdb_remote_url' }),
  );
  expect(valuesFrom.map(({ valuesKey }) => valuesKey).every((key) => key.startsWith('PLANE_'))).toBe(true);
  // A value in Git would win over none, and be read by everybody.
  for (const { targetPath } of valuesFrom) {
    const [top = '', key = ''] = targetPath.split('.');
    expect((values[top] as JsonObject | undefined)?.[key]).toBeUndefined();
  }
});

test('every public host is under the placeholder, literally (S4-06, S4-08)', () => {
  const hosts = ofKind('Ingress').flatMap((ingress) =>
    (spec(ingress).rules as readonly { readonly host: string }[]).map(({ host }) => host),
  );
  expect(hosts.sort()).toEqual(['plane.${SECRET_DOMAIN}', 'romm.${SECRET_DOMAIN}']);
});

describe('the placeholders', () => {
  const users = ofKind('Kustomization').filter((one) => spec(one).postBuild !== undefined);

  test('come from the store, into the namespace of Flux (S4-08, S4-10, S4-30)', () => {
    const secret = named('ExternalSecret', 'cluster-secrets') as JsonObject;
    expect(metadata(secret).namespace).toBe('gitops-system');
    expect(spec(secret).secretStoreRef).toEqual({ kind: 'ClusterSecretStore', name: 'onepassword' });
  });

  test('are ready before any unit that has one: store, then Secret, then who substitutes', () => {
    expect(users.map((one) => metadata(one).name).sort()).toEqual(['cluster-issuer', 'plane', 'romm']);
    for (const user of users) expect(dependsOn(metadata(user).name)).toContain('settings');
    expect(before('settings')).toEqual(new Set(['external-secrets', 'onepassword-connect', 'secret-store']));
  });

  test('count as ready once External Secrets has made the Secret, not when it was asked to', () => {
    const { wait, healthCheckExprs } = spec(named('Kustomization', 'settings'));
    expect(wait).toBe(true);
    expect(healthCheckExprs).toEqual([expect.objectContaining({ kind: 'ExternalSecret' })]);
  });
});

test('only what opens the store is sealed into Git; every other secret is its name (S4-09, S4-14)', () => {
  const sealed = cluster.units.flatMap(({ secretFiles }) => secretFiles.map(({ declaration }) => declaration.name));
  expect(sealed.sort()).toEqual(['onepassword-connect', 'onepassword-connect-token']);
  expect(ofKind('Secret')).toEqual([]);
});

test('charts and images are pinned: no range, no tag that moves (S4-11)', () => {
  const tags = ofKind('OCIRepository').map((one) => (spec(one).ref as { readonly tag: string }).tag);
  const versions = ofKind('HelmRelease').flatMap((one) => {
    const { chart } = spec(one) as { readonly chart?: { readonly spec: { readonly version: string } } };
    return chart === undefined ? [] : [chart.spec.version];
  });
  for (const version of [...tags, ...versions]) expect(version).toMatch(/^v?\d+\.\d+\.\d+$/);
  expect(tags.length + versions.length).toBe(ofKind('HelmRelease').length);
});
