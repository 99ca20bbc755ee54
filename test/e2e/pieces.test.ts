import { describe, expect, test } from '@jest/globals';
import { fixtureView } from '../support/fixture-tree.js';
import { hasFailed, isReadyAt } from './await-ready.js';
import { inventoryId } from './checks/inventory.js';
import { readDefinitions } from './definitions.js';
import { stateOf } from './observe.js';
import { placeOf, redirected } from './redirect-sources.js';
import { counts, writtenPage } from './report.js';
import { podReferences } from './simulate/pod-references.js';
import { structuralSchema } from './structural-schema.js';
import { wavesOf } from './waves.js';

const servers = {
  charts: '127.0.0.1:5000',
  git: 'http://127.0.0.1:6000/repository.git',
  own: new Set(['flux-system']),
};
const source = (kind: string, url: string, name = 'one') =>
  `---\n# why\napiVersion: source.toolkit.fluxcd.io/v1\nkind: ${kind}\nmetadata:\n  name: ${name}\nspec:\n  interval: 1h\n  url: ${url}\n`;

describe('the copy differs from what is committed by the addresses of sources alone', () => {
  test.each([
    ['OCIRepository', 'oci://ghcr.io/Org/charts/x', 'oci://127.0.0.1:5000/ghcr.io/org/charts/x'],
    ['HelmRepository', 'https://charts.example.org/stable/', 'http://127.0.0.1:5000/index/charts.example.org/stable'],
    ['HelmRepository', 'oci://ghcr.io/org/charts', 'oci://127.0.0.1:5000/ghcr.io/org/charts'],
  ])('%s %s', (kind, from, to) => {
    expect(redirected('a.yaml', source(kind, from), servers)).toBe(source(kind, to));
  });

  test('the repository of the tree is ours, one of somebody else is not', () => {
    const own = source('GitRepository', 'ssh://git@github.com/me/homelab', 'flux-system');
    expect(redirected('a.yaml', own, servers)).toBe(source('GitRepository', servers.git, 'flux-system'));
    const other = source('GitRepository', 'https://github.com/else/where');
    expect(redirected('a.yaml', other, servers)).toBe(other);
  });

  test('every document of a file, and no file of another kind', () => {
    const two = source('OCIRepository', 'oci://a.io/x') + source('OCIRepository', 'oci://b.io/y');
    expect(redirected('a.yaml', two, servers).match(/127\.0\.0\.1:5000\/[ab]\.io/g)).toHaveLength(2);
    const secret = 'apiVersion: v1\nkind: Secret\nurl: oci://a.io/x\n';
    expect(redirected('a.yaml', secret, servers)).toBe(secret);
  });

  test('a place is a path that a registry accepts', () => {
    expect(placeOf('https://PowerDNS.github.io/Chart/')).toBe('powerdns.github.io/chart');
  });
});

test('a unit is in a later wave than what it depends on, and than who applies it', () => {
  const waves = wavesOf(fixtureView({})).map((units) => units.map(({ name }) => name));
  expect(waves.flat()).toContain('demo');
  expect(waves.findIndex((names) => names.includes('demo'))).toBeGreaterThan(0);
});

describe('what Flux says of a unit', () => {
  const kustomization = (ready: object, status: object = {}) => ({
    metadata: { namespace: 'flux-system', name: 'demo', generation: 2 },
    status: { observedGeneration: 2, conditions: [{ type: 'Ready', observedGeneration: 2, ...ready }], ...status },
  });
  const state = (ready: object, status: object = {}) => ({ ...stateOf(kustomization(ready, status)), at: 0 });

  test('ready is ready at the commit that was asked for', () => {
    const ready = state({ status: 'True' }, { lastAppliedRevision: 'main@sha1:abc' });
    expect(isReadyAt(ready, 'abc')).toBe(true);
    expect(isReadyAt(ready, 'def')).toBe(false);
    const before = state({ status: 'True', observedGeneration: 1 }, { lastAppliedRevision: 'main@sha1:abc' });
    expect(isReadyAt(before, 'abc')).toBe(false);
  });

  test('a unit that waits for another one has not failed', () => {
    expect(hasFailed(state({ status: 'False', reason: 'DependencyNotReady' }))).toBe(false);
    expect(hasFailed(state({ status: 'False', reason: 'BuildFailed' }))).toBe(true);
    const artifact = (message: string) => state({ status: 'False', reason: 'ArtifactFailed', message });
    expect(hasFailed(artifact('Source artifact not found, retrying in 1s'))).toBe(false);
    expect(hasFailed(artifact('kustomization path not found: stat /tmp/x: no such file or directory'))).toBe(true);
  });
});

test('inventory ids are written as Flux writes them', () => {
  const role = { group: 'rbac.authorization.k8s.io', kind: 'ClusterRole', name: 'system:demo' };
  expect(inventoryId(role)).toBe('_system__demo_rbac.authorization.k8s.io_ClusterRole');
  expect(inventoryId({ group: '', kind: 'Secret', namespace: 'a', name: 'b' })).toBe('a_b__Secret');
});

test('a pod waits for what its volumes and environment name, but not for what is optional', () => {
  const spec = {
    volumes: [
      { secret: { secretName: 'files', items: [{ key: 'a' }] } },
      { projected: { sources: [{ configMap: { name: 'config' } }, { secret: { name: 'token', optional: true } }] } },
    ],
    initContainers: [{ env: [{ valueFrom: { configMapKeyRef: { name: 'early', key: 'k' } } }] }],
    containers: [
      { envFrom: [{ secretRef: { name: 'all' } }], env: [{ valueFrom: { secretKeyRef: { name: 'one', key: 'p' } } }] },
    ],
  };
  expect(podReferences(spec)).toEqual([
    { kind: 'Secret', name: 'files', key: 'a' },
    { kind: 'ConfigMap', name: 'config' },
    { kind: 'ConfigMap', name: 'early', key: 'k' },
    { kind: 'Secret', name: 'all' },
    { kind: 'Secret', name: 'one', key: 'p' },
  ]);
});

test('a schema becomes structural: types and required fields stay, alternatives are let through', () => {
  const definitions = { port: { type: 'integer', minimum: 1 } };
  const schema = {
    type: 'object',
    required: ['name'],
    additionalProperties: false,
    properties: {
      name: { type: 'string', pattern: '^(?!x)a$' },
      port: { $ref: 'port' },
      labels: { type: 'object', additionalProperties: { type: 'string' } },
      either: { anyOf: [{ type: 'object' }, { type: 'array' }] },
      amount: { anyOf: [{ type: 'integer' }, { type: 'string' }] },
    },
  };
  expect(structuralSchema(schema, (name) => definitions[name as 'port'])).toEqual({
    type: 'object',
    required: ['name'],
    properties: {
      name: { type: 'string' },
      port: { type: 'integer', minimum: 1 },
      labels: { type: 'object', additionalProperties: { type: 'string' } },
      either: { 'x-kubernetes-preserve-unknown-fields': true },
      amount: { 'x-kubernetes-int-or-string': true },
    },
  });
});

test('a definition is taken without the webhook that would convert its versions, and without prose', () => {
  const text = [
    'kind: CustomResourceDefinition',
    'spec:',
    '  group: a.io',
    '  names: {kind: A}',
    '  conversion: {strategy: Webhook}',
    '  versions: [{schema: {description: what it is, properties: {description: {type: string, description: prose}}}}]',
    '---',
    'kind: Service',
    '',
  ].join('\n');
  const versions = [{ schema: { properties: { description: { type: 'string' } } } }];
  const spec = { group: 'a.io', names: { kind: 'A' }, versions };
  expect(readDefinitions(text)).toEqual([{ kind: 'CustomResourceDefinition', spec }]);
});

test('a run writes its rows and keeps those of clusters that it left out', () => {
  const result = {
    units: 2,
    objects: 9,
    waves: 3,
    startMs: 1,
    reconcileMs: 6000,
    totalMs: 9000,
    findings: [],
    held: ['ready', 'order'],
    notRun: [],
  };
  const first = writtenPage(
    'before\n<!-- e2e:start -->\n<!-- e2e:end -->\nafter\n',
    [{ cluster: 'b', ...result }],
    'Here.',
  );
  const second = writtenPage(first, [{ cluster: 'a', ...result }], 'There.');
  expect(second.match(/^\| [ab] \|/gm)).toEqual(['| a |', '| b |']);
  expect(second).toContain('| 2.0 |');
  expect(second.startsWith('before\n')).toBe(true);
  const found = (check: string) => ({ check, subject: 'demo', message: 'is not there' });
  const failed = { cluster: 'c', ...result, held: ['ready'], findings: [found('order'), found('order')] };
  expect(counts([{ cluster: 'a', ...result }, failed])).toEqual({ numPassedTests: 3, numFailedTests: 1 });
  expect(second.endsWith('<!-- e2e:end -->\nafter\n')).toBe(true);
});
