import { describe, expect, test } from '@jest/globals';
import { parse, parseAllDocuments } from 'yaml';
import { ConfigFiles, DeclaredSecret, generated, k8s, Unit, type UnitProps, variable } from '../../lib/index.js';
import { planOf, render, type TestSettings, testCluster } from '../support/test-cluster.js';

const DEMO = 'apps/demo';

function config(unit: Unit, name = unit.name, namespace?: string): void {
  new k8s.KubeConfigMap(unit, `config-${name}-${namespace}`, { metadata: { name, ...(namespace && { namespace }) } });
}

/** Files of a cluster with one unit `app` in area `demo`. */
function one(props: UnitProps, settings: TestSettings = {}): Map<string, string> {
  return render(settings, (c) => config(new Unit(c.apps('demo'), 'app', props)));
}

const ks = (files: ReadonlyMap<string, string>, path = `${DEMO}/app/ks.yaml`) =>
  parse(files.get(path) as string) as { spec: Record<string, unknown> };
const resources = (files: ReadonlyMap<string, string>, folder: string) =>
  (parse(files.get(`${folder}/kustomization.yaml`) as string) as { resources: string[] }).resources;

describe('the tree’s shape', () => {
  test('bootstrap reaches every unit: root → flux → layers → areas → units', () => {
    const files = one({});
    expect(resources(files, 'flux')).toEqual(['./ks.yaml']);
    expect(parseAllDocuments(files.get('flux/ks.yaml') as string).map((one) => one.getIn(['spec', 'path']))).toEqual([
      './kubernetes/test/apps',
    ]);
    expect(resources(files, 'apps')).toEqual(['./demo']);
    expect(resources(files, DEMO)).toEqual(['./app/ks.yaml', './namespace.yaml']);
    expect(ks(files).spec.path).toBe('./kubernetes/test/apps/demo/app/app');
    expect(resources(files, `${DEMO}/app/app`)).toEqual(['./configmap.yaml']);
  });

  test('a unit without area stands directly in its layer, with its namespace beside it', () => {
    const files = render({}, (c) => config(new Unit(c.infrastructure(), 'flux-webhook')));
    expect(resources(files, 'infrastructure')).toEqual(['./flux-webhook/ks.yaml', './flux-webhook/namespace.yaml']);
  });

  test('a path of "." puts ks.yaml beside the manifests, and Flux does not apply the unit’s own ks.yaml', () => {
    const files = one({ path: '.' });
    expect(ks(files).spec.path).toBe('./kubernetes/test/apps/demo/app');
    expect(resources(files, `${DEMO}/app`)).toEqual(['./configmap.yaml']);
  });

  test('units that share a folder share its ks.yaml, one document each', () => {
    const files = render({}, (c) => {
      const operator = new Unit(c.apps('datastore'), 'cloudnative-pg');
      config(operator);
      config(
        new Unit(c.apps('datastore'), 'postgres', {
          folder: 'cloudnative-pg',
          path: 'clusters',
          dependsOn: [operator],
        }),
      );
    });
    const documents = parseAllDocuments(files.get('apps/datastore/cloudnative-pg/ks.yaml') as string);
    expect(documents.map((one) => one.getIn(['metadata', 'name']))).toEqual(['cloudnative-pg', 'postgres']);
    expect(resources(files, 'apps/datastore')).toEqual(['./cloudnative-pg/ks.yaml', './namespace.yaml']);
  });

  test('a namespace is declared once, wherever its units are', () => {
    const files = render({}, (c) => {
      config(new Unit(c.apps('demo'), 'a'));
      config(new Unit(c.apps('demo'), 'b'));
      config(new Unit(c.infrastructure('base'), 'c', { namespace: 'demo' }));
    });
    const namespaces = [...files].filter(([, text]) => /^kind: Namespace$/m.test(text)).map(([path]) => path);
    expect(namespaces).toEqual(['apps/demo/namespace.yaml']);
  });

  test('a unit that uses two namespaces of nobody’s declares both', () => {
    const files = render({}, (c) => {
      const unit = new Unit(c.apps('demo'), 'app');
      for (const namespace of ['first', 'second']) config(unit, 'app', namespace);
    });
    const names = [...files.values()].flatMap((text) =>
      parseAllDocuments(text)
        .filter((one) => one.get('kind') === 'Namespace')
        .map((one) => one.getIn(['metadata', 'name'])),
    );
    expect(names.sort()).toEqual(['first', 'second']);
  });

  test('nothing is rendered twice: every path has one file', () => {
    const { tree } = planOf(
      testCluster({}, (c) => {
        const unit = new Unit(c.apps('demo'), 'app');
        for (const namespace of ['first', 'second', 'demo']) config(unit, 'app', namespace);
      }),
    );
    const paths = tree.files.map(({ path }) => path);
    expect(paths).toEqual([...new Set(paths)]);
  });

  test('a namespace’s Pod Security level is the least that fits all of its units, with their reasons', () => {
    const files = render({}, (c) => {
      config(new Unit(c.apps('demo'), 'a', { podSecurity: { level: 'privileged', reason: 'mounts host paths' } }));
      config(new Unit(c.apps('demo'), 'b', { podSecurity: { level: 'baseline', reason: 'runs as root' } }));
    });
    const { metadata } = parse(files.get('apps/demo/namespace.yaml') as string);
    expect(metadata.labels['pod-security.kubernetes.io/enforce']).toBe('privileged');
    expect(metadata.annotations['kubernetes.io/description']).toBe('a: mounts host paths; b: runs as root');
  });
});

describe('a unit’s FluxKustomization', () => {
  test('has decryption exactly where its path holds SOPS files', () => {
    expect(ks(one({})).spec.decryption).toBeUndefined();
    const files = render({}, (c) => {
      new DeclaredSecret(new Unit(c.apps('demo'), 'app'), 'app', { a: generated({ length: 8 }) });
    });
    expect(ks(files).spec.decryption).toEqual({ provider: 'sops', secretRef: { name: 'sops-age' } });
  });

  test('substitutes, and waits for the settings, exactly where a variable is used', () => {
    const settings = { variables: { CLUSTER_DOMAIN: 'home.example.com' }, domain: variable('CLUSTER_DOMAIN') };
    expect(ks(one({}, settings)).spec).not.toHaveProperty('postBuild');
    const files = render(settings, (c) => {
      new ConfigFiles(new Unit(c.apps('demo'), 'app'), 'config', { 'a.txt': c.host('app') });
    });
    expect(ks(files).spec).toMatchObject({
      postBuild: { substituteFrom: [{ kind: 'Secret', name: 'cluster-secrets' }] },
      dependsOn: [{ name: 'settings' }],
    });
  });

  test('waits for everything, or for the health checks that are named, never both: Flux would ignore them', () => {
    expect(ks(one({})).spec.wait).toBe(true);
    const healthChecks = [{ apiVersion: 'apps/v1', kind: 'Deployment', name: 'app', namespace: 'demo' }];
    expect(ks(one({ healthChecks })).spec).toMatchObject({ wait: false, healthChecks });
  });

  test('takes Flux’s fields as they are asked for', () => {
    const { spec } = ks(one({ interval: '10m', retryInterval: '30s', timeout: '1h', prune: false, wait: false }));
    expect(spec).toMatchObject({ interval: '10m', retryInterval: '30s', timeout: '1h', prune: false, wait: false });
  });

  test('names its source with namespace, and depends on units in order of name', () => {
    const files = render({ flux: { namespace: 'gitops-system' } }, (c) => {
      const others = ['zot', 'abc'].map((name) => new Unit(c.apps('demo'), name));
      for (const unit of [...others, new Unit(c.apps('demo'), 'app', { dependsOn: others })]) config(unit);
    });
    expect(ks(files).spec).toMatchObject({
      sourceRef: { kind: 'GitRepository', name: 'gitops-system', namespace: 'gitops-system' },
      dependsOn: [{ name: 'abc' }, { name: 'zot' }],
    });
  });

  test('depends on who brings its kinds and its namespace, without being told', () => {
    const { cluster } = planOf(
      testCluster({ external: {} }, (c) => {
        config(
          new Unit(c.infrastructure('base'), 'operator', {
            provides: ['example.org'],
            ownNamespace: true,
            namespace: 'home',
          }),
        );
        const unit = new Unit(c.apps('demo'), 'app', { namespace: 'home' });
        config(unit);
      }),
    );
    expect(cluster.units.find(({ name }) => name === 'app')?.dependsOn).toEqual(['operator']);
  });
});
