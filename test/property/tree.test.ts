import { posix } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { parse, parseAllDocuments } from 'yaml';
import {
  type Cluster,
  type ClusterDefinition,
  ConfigFiles,
  claim,
  cloudflareTunnel,
  DeclaredSecret,
  generated,
  HelmApp,
  ingressNginx,
  Unit,
  variable,
  WebApp,
} from '../../lib/index.js';
import { plan } from '../../lib/synth/pipeline.js';
import { sealedStandIns } from '../support/sealed-stand-in.js';
import { planOf, snapshotOf, testCluster } from '../support/test-cluster.js';

/** A unit of a random cluster, as data: what is in it, and which of the units before it it needs. */
interface UnitShape {
  readonly layer: 'apps' | 'infrastructure';
  readonly area: string | undefined;
  readonly contents: ReadonlySet<'web' | 'helm' | 'files' | 'secret' | 'claim' | 'variable'>;
  readonly path: 'app' | '.' | 'parts';
  readonly dependsOn: readonly number[];
}

const shape: fc.Arbitrary<UnitShape> = fc.record({
  layer: fc.constantFrom('apps', 'infrastructure'),
  area: fc.constantFrom('demo', 'network', 'data', undefined),
  contents: fc
    .uniqueArray(fc.constantFrom('web', 'helm', 'files', 'secret', 'claim', 'variable'), { minLength: 1 })
    .map((all) => new Set(all)),
  path: fc.constantFrom('app', 'app', '.', 'parts'),
  dependsOn: fc.uniqueArray(fc.nat(20), { maxLength: 3 }),
}) as fc.Arbitrary<UnitShape>;

const cluster = fc.record({
  shapes: fc.array(shape, { minLength: 1, maxLength: 8 }),
  tunnel: fc.boolean(),
  fluxNamespace: fc.constantFrom('flux-system', 'gitops-system'),
});
type ClusterShape = typeof cluster extends fc.Arbitrary<infer T> ? T : never;

function declareUnit(c: Cluster, { layer, area, contents, path }: UnitShape, index: number): Unit {
  const name = `unit-${index}`;
  const unit = new Unit(layer === 'apps' ? c.apps(area) : c.infrastructure(area), name, { path });
  const secret = contents.has('secret') ? new DeclaredSecret(unit, name, { key: generated({ length: 9 }) }) : undefined;
  const files = contents.has('files')
    ? new ConfigFiles(unit, `${name}-files`, { 'a.json': { a: '${X} $$ {{ y }}' } })
    : undefined;
  if (contents.has('helm')) new HelmApp(unit, name, { chart: index % 2 === 0 ? 'podinfo' : 'cert-manager' });
  if (contents.has('variable')) new ConfigFiles(unit, `${name}-domain`, { 'b.txt': `$${c.host(name)} \${HOME} $$` });
  if (contents.has('web') || unit.node.children.length === 0) {
    new WebApp(unit, `${name}-web`, {
      image: c.image('robot'),
      port: 8080,
      host: name,
      env: { ...(secret === undefined ? {} : { KEY: secret.ref('key') }) },
      mounts: {
        ...(files === undefined ? {} : { '/etc/files': files.mount() }),
        ...(contents.has('claim') ? { '/data': claim('1Gi') } : {}),
      },
    });
  }
  return unit;
}

/** The cluster with its units declared in some order; dependencies are added once all are there. */
function define(
  { shapes, tunnel, fluxNamespace }: ClusterShape,
  order: (indices: number[]) => number[],
): ClusterDefinition {
  const exposure = tunnel ? cloudflareTunnel({ tunnelId: '0' }) : ingressNginx();
  const variables = { CLUSTER_DOMAIN: 'home.example.com' };
  const settings = { exposure, variables, domain: variable('CLUSTER_DOMAIN'), flux: { namespace: fluxNamespace } };
  return testCluster(settings, (c) => {
    const units = new Map<number, Unit>();
    for (const index of order(shapes.map((_, index) => index))) {
      units.set(index, declareUnit(c, shapes[index] as UnitShape, index));
    }
    shapes.forEach(({ dependsOn }, index) => {
      for (const other of dependsOn.filter((one) => one < index)) units.get(index)?.needs(units.get(other));
    });
  });
}

const asDeclared = (indices: number[]) => indices;
const treeOf = (definition: ClusterDefinition) => {
  const { tree, findings } = planOf(definition);
  expect(findings).toEqual([]);
  return tree.files;
};

/** Runs a law over random clusters. */
function law(check: (shape: ClusterShape) => void, numRuns = 20): void {
  fc.assert(fc.property(cluster, check), { numRuns });
}

describe('for any cluster', () => {
  test('the same charts give the same bytes', () => {
    law((shape) => expect(treeOf(define(shape, asDeclared))).toEqual(treeOf(define(shape, asDeclared))));
  });

  test('the order of declaration does not matter', () => {
    fc.assert(
      fc.property(cluster, fc.infiniteStream(fc.nat()), (shape, keys) => {
        const shuffled = (indices: number[]) =>
          indices
            .map((index) => ({ index, key: keys.next().value as number }))
            .sort((a, b) => a.key - b.key)
            .map(({ index }) => index);
        expect(treeOf(define(shape, shuffled))).toEqual(treeOf(define(shape, asDeclared)));
      }),
      { numRuns: 20 },
    );
  });

  test('nothing is written outside the cluster’s folder and its page, and no path is there twice', () => {
    law((shape) => {
      const paths = treeOf(define(shape, asDeclared)).map(({ path }) => path);
      expect(new Set(paths).size).toBe(paths.length);
      for (const path of paths) {
        expect(path).toBe(posix.normalize(path));
        expect(path === 'docs/clusters/test.md' || path.startsWith('kubernetes/test/')).toBe(true);
      }
    });
  });

  test('a second run changes nothing', () => {
    law((shape) => {
      const definition = define(shape, asDeclared);
      const { tree, cluster } = planOf(definition);
      const sealed = sealedStandIns(cluster);
      const files = new Map([...tree.files.map(({ path, content }) => [path, content] as const), ...sealed]);
      const { changes, findings } = plan(definition, snapshotOf(definition, { files }));
      expect(findings).toEqual([]);
      expect([...changes.write, ...changes.writeLast].map(({ path }) => path)).toEqual([]);
      expect(changes.remove).toEqual([]);
    });
  });

  test('every file is referenced, every reference exists, and no unit reaches out of its path', () => {
    law((shape) => {
      const { tree, cluster } = planOf(define(shape, asDeclared));
      const sealed = cluster.units.flatMap((unit) => unit.secretFiles.map(({ file }) => `${unit.path}/${file}`));
      const root = 'kubernetes/test/';
      const contents = new Map(
        tree.files
          .filter(({ path }) => path.startsWith(root))
          .map(({ path, content }) => [path.slice(root.length), content]),
      );
      const existing = new Set([...contents.keys(), ...sealed]);
      const referenced = new Set<string>();
      const reconciled = new Set(['flux', 'flux/bootstrap']);
      for (const [path, text] of contents) {
        if (!path.endsWith('/kustomization.yaml')) {
          if (!path.endsWith('.yaml')) continue;
          for (const document of parseAllDocuments(text)) {
            const target = document.getIn(['spec', 'path']);
            if (typeof target === 'string') reconciled.add(posix.normalize(target).slice(root.length));
          }
          continue;
        }
        const folder = posix.dirname(path);
        const { resources, configMapGenerator = [] } = parse(text) as {
          resources: string[];
          configMapGenerator?: { files: string[] }[];
        };
        for (const entry of [...resources, ...configMapGenerator.flatMap(({ files }) => files)]) {
          const target = posix.join(folder, entry);
          expect(target.startsWith(`${folder}/`)).toBe(true);
          const isFolder = existing.has(`${target}/kustomization.yaml`);
          expect({ path, entry, exists: isFolder || existing.has(target) }).toEqual({ path, entry, exists: true });
          referenced.add(isFolder ? `${target}/kustomization.yaml` : target);
        }
      }
      for (const folder of reconciled) referenced.add(`${folder}/kustomization.yaml`);
      expect([...existing].filter((path) => !referenced.has(path))).toEqual([]);
      expect([...referenced].filter((path) => !existing.has(path))).toEqual([]);
    });
  });

  test('names are the ones that charts give, never hashed', () => {
    law((shape) => {
      const { cluster } = planOf(define(shape, asDeclared));
      const names = cluster.units.flatMap((unit) => unit.manifests.map(({ id }) => id.name));
      expect(names.filter((name) => !/^unit-\d+(-web)?(-dns)?$|^[a-z-]*(podinfo|jetstack)$/.test(name))).toEqual([]);
    });
  });

  test('every rendered YAML file names a chart file', () => {
    law((shape) => {
      for (const { path, content } of treeOf(define(shape, asDeclared))) {
        if (!path.endsWith('.yaml')) continue;
        expect(content).toMatch(
          /^(---\n)?# Rendered from charts\/\S+\.ts(, charts\/\S+\.ts)*; edit that and run: npm run synth\n/,
        );
      }
    }, 10);
  });
});
