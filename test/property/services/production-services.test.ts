import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { parse, parseAllDocuments } from 'yaml';
import { type Declared, type Drawn, declared, drawnCluster, hostOf, tcpTlsOf } from './generated-cluster.js';
import { at, list, objectsOf, secretKeys, secretsNamed, sourceOf } from './objects.js';

/** One seed for all laws: each draws the same clusters, and what synth makes of one is made once. */
const RUNS = { numRuns: 200, seed: Date.now() % 2 ** 31 };
const made = new Map<string, Declared>();

function madeOf(drawn: Drawn): Declared {
  const key = JSON.stringify(drawn);
  const known = made.get(key) ?? declared(drawn);
  made.set(key, known);
  return known;
}

/** Looks at every cluster that is drawn, and makes sure that the law was about something in enough of them: one in ten. */
function holds(law: (drawn: Drawn, result: Declared) => number, oneIn = 10): void {
  let cases = 0;
  fc.assert(
    fc.property(drawnCluster, (drawn) => {
      if (law(drawn, madeOf(drawn)) > 0) cases++;
    }),
    RUNS,
  );
  expect(cases).toBeGreaterThan(RUNS.numRuns / oneIn);
}

describe('Property 4: HelmRelease manifests reference the correct secrets (validates requirements 3.2, 4.2, 5.2, S2-09, S2-28, S2-32, S2-35, S2-36)', () => {
  test('every Secret that values name is in the release’s namespace, and has every key that they name', () => {
    holds(({ services }, { cluster }) => {
      const keys = secretKeys(cluster);
      const own = new Set(services.map(({ name }) => name));
      const releases = objectsOf(cluster, 'HelmRelease').filter(({ metadata }) => own.has(metadata.name));
      for (const { metadata, spec } of releases) {
        const values = at(spec, 'values');
        const pod = secretsNamed(values);
        for (const { name, key } of pod) {
          const known = keys.get(`${metadata.namespace}/${name}`);
          expect({ name, isKnown: key === undefined ? known !== undefined : known?.has(key) }).toEqual({
            name,
            isKnown: true,
          });
        }
        if (at(values, 'controllers') !== undefined) {
          expect(pod).toHaveLength(2);
          continue;
        }
        const secret = at(values, 'auth', 'existingSecret') ?? at(values, 'authentik', 'existingSecret', 'secretName');
        const known = keys.get(`${metadata.namespace}/${String(secret)}`);
        expect(known).toBeDefined();
        const named = [
          ...Object.values((at(values, 'auth', 'secretKeys') as object | undefined) ?? {}),
          at(values, 'auth', 'existingSecretPasswordKey') ?? [],
          at(values, 'authentik') === undefined ? [] : ['AUTHENTIK_SECRET_KEY', 'AUTHENTIK_POSTGRESQL__PASSWORD'],
        ].flat();
        expect(named.length).toBeGreaterThan(0);
        expect(named.filter((key) => !known?.has(String(key)))).toEqual([]);
      }
      return releases.length;
    });
  });

  test('authentik’s copy is of the password that its database’s server reads (traps 43 and 44)', () => {
    holds(({ services }, { cluster }) => {
      const releases = objectsOf(cluster, 'HelmRelease');
      const identity = releases.find(({ metadata }) => metadata.name === 'authentik');
      if (identity === undefined) return 0;
      const first = services.find(({ kind }) => kind === 'postgresql');
      const auth = at(
        releases.find(({ metadata }) => metadata.name === first?.name),
        'spec',
        ...['values', 'auth'],
      );
      const secret = String(at(identity, 'spec', 'values', 'authentik', 'existingSecret', 'secretName'));
      const place = `${String(identity.metadata.namespace)}/${secret}`;
      const password = { name: at(auth, 'existingSecret'), key: at(auth, 'secretKeys', 'userPasswordKey') };
      expect(sourceOf(cluster, place, 'AUTHENTIK_POSTGRESQL__PASSWORD')).toEqual({
        namespace: first?.namespace,
        ...password,
      });
      return 1;
    }, 10);
  });
});

describe('Property 5: stateful services have persistence configured (validates requirements 3.3, 4.3, S2-10, S2-29, S2-33)', () => {
  test('each has a volume of the size and class that were asked for, and nothing prunes it', () => {
    holds(({ cluster: { storageClass }, services }, { cluster }) => {
      const stateful = services.filter(({ kind }) => kind !== 'authentik');
      for (const { kind, name, namespace, size } of stateful) {
        const hasClaim = kind === 'web' || kind === 'release';
        const own = objectsOf(cluster, hasClaim ? 'PersistentVolumeClaim' : 'HelmRelease').filter(
          ({ metadata }) => metadata.namespace === namespace,
        );
        const object = own.find(({ metadata }) => metadata.name === (kind === 'release' ? `${name}-data` : name));
        expect(at(object, 'metadata', 'annotations', 'kustomize.toolkit.fluxcd.io/prune')).toBe('disabled');
        if (hasClaim) {
          expect(at(object, 'spec', 'resources', 'requests', 'storage')).toEqual(size);
          expect(at(object, 'spec', 'storageClassName')).toBe(storageClass);
          continue;
        }
        const part = kind === 'redis' ? 'master' : 'primary';
        const persistence = at(object, 'spec', 'values', part, 'persistence');
        expect(persistence).toEqual({ enabled: true, size, ...(storageClass === undefined ? {} : { storageClass }) });
        // Rolling a database back, or cleaning up after it, would take data with it.
        expect(at(object, 'spec', 'upgrade', 'strategy', 'name')).toBe('RetryOnFailure');
        expect(at(object, 'spec', 'upgrade', 'cleanupOnFail')).toBeUndefined();
      }
      return stateful.length;
    });
  });
});

describe('Property 6: Ingress manifests carry the required TLS configuration (validates requirements 5.3, 5.4, 8.1, 8.4, S2-11, S2-37, S2-38)', () => {
  test('every host of an Ingress has a certificate, asked for once, and is not served in clear text', () => {
    holds(({ cluster: { certificates, exposure } }, { cluster }) => {
      const ingresses = objectsOf(cluster, 'Ingress');
      for (const ingress of ingresses) {
        const annotation = (name: string) => at(ingress, 'metadata', 'annotations', name);
        expect(at(ingress, 'spec', 'ingressClassName')).toBe(exposure === 'ingress-nginx' ? 'nginx' : 'traefik');
        if (certificates === 'edge') {
          expect(at(ingress, 'spec', 'tls')).toBeUndefined();
          continue;
        }
        const hosts = list(at(ingress, 'spec', 'rules')).map((rule) => at(rule, 'host'));
        const [tls, ...more] = list(at(ingress, 'spec', 'tls'));
        expect(more).toEqual([]);
        expect(at(tls, 'hosts')).toEqual(hosts);
        expect(annotation('cert-manager.io/cluster-issuer')).toBe('le');
        if (exposure === 'k3s') {
          expect(annotation('traefik.ingress.kubernetes.io/router.entrypoints')).toBe('websecure');
        }
        const secretName = at(tls, 'secretName');
        expect(secretName).toMatch(/^.+-tls$/);
        const explicit = objectsOf(cluster, 'Certificate').filter(
          (one) =>
            one.metadata.namespace === ingress.metadata.namespace && at(one, 'spec', 'secretName') === secretName,
        );
        // Any other name would be a second certificate in one Secret (trap 45).
        expect(explicit.map(({ metadata }) => metadata.name)).toEqual(certificates === 'explicit' ? [secretName] : []);
        for (const one of explicit) expect(at(one, 'spec', 'dnsNames')).toEqual(hosts);
      }
      return ingresses.length;
    });
  });
});

describe('Property 7: multiple services have independent Ingress configurations (validates requirements 8.5, S2-12)', () => {
  const ROUTES = ['Ingress', 'IngressRouteTCP', 'Certificate'];

  test('no two share a host, or a Secret for their certificate', () => {
    holds((_, { cluster }) => {
      const ingresses = objectsOf(cluster, 'Ingress');
      const hosts = ingresses.flatMap((one) => list(at(one, 'spec', 'rules')).map((rule) => at(rule, 'host')));
      const secrets = objectsOf(cluster, 'Ingress', 'IngressRouteTCP').flatMap((one) => {
        const tls = at(one, 'spec', 'tls');
        return list(Array.isArray(tls) ? tls : tls === undefined ? [] : [tls]).map(
          (entry) => `${one.metadata.namespace}/${String(at(entry, 'secretName'))}`,
        );
      });
      expect(new Set(hosts).size).toBe(hosts.length);
      expect(new Set(secrets).size).toBe(secrets.length);
      return ingresses.length > 1 ? 1 : 0;
    });
  });

  test('taking one away changes no other', () => {
    holds((drawn, { cluster }) => {
      const removable = drawn.services.filter(({ kind }) => kind === 'web' || kind === 'redis');
      const [gone] = removable;
      if (gone === undefined) return 0;
      const rest = declared({ ...drawn, services: drawn.services.filter((one) => one !== gone) }).cluster;
      const routesOf = ({ units }: Declared['cluster']) =>
        units
          .filter(({ name }) => name !== gone.name)
          .flatMap(({ name, manifests }) =>
            manifests.filter(({ id }) => ROUTES.includes(id.kind)).map(({ object }) => ({ name, object })),
          );
      expect(routesOf(rest)).toEqual(routesOf(cluster));
      return routesOf(cluster).length;
    });
  });
});

describe('Property 8: service manifests are organised in the correct directories (validates requirements 9.1, 9.2, S2-13, X-08)', () => {
  test('a unit’s files are below its own folder, in its layer and area, and its kustomization.yaml lists them all', () => {
    holds(({ services }, { cluster, tree }) => {
      const files = new Map(tree().files.map(({ path, content }) => [path, content]));
      const root = `kubernetes/${cluster.name}`;
      for (const { name, area } of services) {
        const folder = [root, 'apps', ...(area === undefined ? [] : [area]), name].join('/');
        const unit = cluster.units.find((one) => one.name === name);
        expect(`${root}/${unit?.path}`).toBe(`${folder}/app`);
        expect(files.has(`${folder}/ks.yaml`)).toBe(true);
        expect(at(parse(files.get(`${folder}/ks.yaml`) ?? ''), 'spec', 'path')).toBe(`./${folder}/app`);
        const here = [...files.keys()].filter((path) => path.startsWith(`${folder}/app/`));
        const listed = list(at(parse(files.get(`${folder}/app/kustomization.yaml`) ?? ''), 'resources'));
        const sealed = (unit?.secretFiles ?? []).map(({ file }) => `${folder}/app/${file}`);
        const wanted = [...new Set([...here, ...sealed])].filter((path) => !path.endsWith('/kustomization.yaml'));
        expect(listed.map((file) => `${folder}/app/${String(file).replace(/^\.\//, '')}`).sort()).toEqual(
          wanted.sort(),
        );
        const documents = here.flatMap((path) => parseAllDocuments(files.get(path) ?? ''));
        expect(documents).toHaveLength(1 + (unit?.manifests.length ?? 0));
      }
      expect(cluster.units.find(({ name }) => name === 'traefik')?.path).toBe('infrastructure/traefik/app');
      return services.length;
    });
  });
});

describe('Property 9: database services have IngressRouteTCP for DNS access (validates requirements 11.1, 11.2, S2-14, S2-30, S2-34)', () => {
  const PORTS = { postgresql: 5432, redis: 6379 };

  test('each exposed one has a route that matches what its clients send, on a port that Traefik opens', () => {
    holds(({ cluster: drawn, services }, { cluster }) => {
      const routes = objectsOf(cluster, 'IngressRouteTCP');
      const databases = services.filter(({ kind }) => kind === 'postgresql' || kind === 'redis');
      const exposed = databases.filter(({ exposed }) => exposed);
      expect(routes).toHaveLength(exposed.length);
      const [config] = objectsOf(cluster, 'HelmChartConfig');
      const opened = at(parse(String(at(config, 'spec', 'valuesContent'))), 'ports');
      for (const { kind, name, namespace } of exposed) {
        const port = PORTS[kind as keyof typeof PORTS];
        const host = hostOf(drawn, name);
        const route = routes.find(({ metadata }) => metadata.namespace === namespace && metadata.name === name);
        const [entryPoint] = list(at(route, 'spec', 'entryPoints'));
        expect(at(opened, String(entryPoint))).toEqual({
          port,
          exposedPort: port,
          protocol: 'TCP',
          expose: { default: true },
        });
        // Plain TCP names no host (trap 40).
        const sni = tcpTlsOf(drawn) ? host : '*';
        expect(at(route, 'spec', 'routes')).toEqual([
          { match: `HostSNI(\`${sni}\`)`, services: [{ name: kind === 'redis' ? `${name}-master` : name, port }] },
        ]);
        expect(at(route, 'spec', 'tls') !== undefined).toBe(tcpTlsOf(drawn));
        expect(cluster.hosts.filter((one) => one.host === host && one.unit === name)).toMatchObject([
          { tcp: { port, tls: tcpTlsOf(drawn), protocol: kind } },
        ]);
        expect(cluster.units.find((one) => one.name === name)?.dependsOn).toContain('traefik');
      }
      return exposed.length;
    });
  });
});
