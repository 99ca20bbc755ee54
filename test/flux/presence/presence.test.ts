import { describe, expect, test } from '@jest/globals';
import * as fc from 'fast-check';
import { presence } from '../../../lib/flux/presence/presence.js';
import type { ExternalObject } from '../../../lib/model/external.js';
import { fixtureView } from '../../support/fixture-tree.js';

const BITS = { secret: 'Secret', config: 'ConfigMap', service: 'Service', claim: 'PersistentVolumeClaim' };

/** `secret web`, or `secret other/web`, as somebody would look for it. */
function find(objects: string, wanted: string, external: readonly ExternalObject[] = []) {
  const [kind = '', place = ''] = wanted.split(' ');
  const [name = '', namespace = 'demo'] = place.split('/').reverse();
  const id = { group: '', kind: BITS[kind as keyof typeof BITS] ?? kind, namespace, name };
  return presence(fixtureView({ objects, settings: { external } })).get(id);
}

const external = (spec: string, name = 'made') =>
  `{ apiVersion: external-secrets.io/v1, kind: ExternalSecret, metadata: { name: ${name}, namespace: demo }, spec: ${spec} }`;
const password = (keys: string) =>
  `{ apiVersion: generators.external-secrets.io/v1alpha1, kind: Password, metadata: { name: pw, namespace: demo }, spec: { ${keys} } }`;
const generated = '{ dataFrom: [{ sourceRef: { generatorRef: { kind: Password, name: pw } } }] }';
const certificate = (spec: string) =>
  `{ apiVersion: cert-manager.io/v1, kind: Certificate, metadata: { name: c, namespace: demo }, spec: { secretName: tls, ${spec} } }`;
const database = (spec: string) =>
  `{ apiVersion: postgresql.cnpg.io/v1, kind: Cluster, metadata: { name: db, namespace: demo }, spec: { ${spec} } }`;
const custom = (apiVersion: string, kind: string, name: string, spec: string) =>
  `{ apiVersion: ${apiVersion}, kind: ${kind}, metadata: { name: ${name}, namespace: demo }, spec: { ${spec} } }`;

describe('keys of what an object makes are known', () => {
  test.each<[string, string, string, readonly string[]]>([
    ['ExternalSecret', external('{ data: [{ secretKey: a }, { secretKey: b }] }'), 'secret made', ['a', 'b']],
    ['its target’s name', external('{ target: { name: t }, data: [{ secretKey: a }] }'), 'secret t', ['a']],
    [
      'its template takes the place of what is fetched',
      external("{ target: { template: { data: { url: '' } } }, data: [{ secretKey: a }] }"),
      'secret made',
      ['url'],
    ],
    [
      'or is added to it',
      external("{ target: { template: { mergePolicy: Merge, data: { url: '' } } }, data: [{ secretKey: a }] }"),
      'secret made',
      ['url', 'a'],
    ],
    ['a generator', `${external(generated)}\n---\n${password('length: 1')}`, 'secret made', ['password']],
    ['its keys', `${external(generated)}\n---\n${password('secretKeys: [one, two]')}`, 'secret made', ['one', 'two']],
    [
      'SealedSecret',
      custom('bitnami.com/v1alpha1', 'SealedSecret', 's', 'encryptedData: { a: x }, template: { data: { b: y } }'),
      'secret s',
      ['a', 'b'],
    ],
    ['Certificate', certificate('issuerRef: { name: i }'), 'secret tls', ['tls.crt', 'tls.key', 'ca.crt']],
    [
      'Terraform',
      custom(
        'infra.contrib.fluxcd.io/v1alpha2',
        'Terraform',
        't',
        'writeOutputsToSecret: { name: o, outputs: [a, "b:c"] }',
      ),
      'secret o',
      ['a', 'c'],
    ],
    [
      'MariaDB',
      custom(
        'k8s.mariadb.com/v1alpha1',
        'MariaDB',
        'm',
        'rootPasswordSecretKeyRef: { name: r, key: root, generate: true }',
      ),
      'secret r',
      ['root'],
    ],
  ])('%s', (_, objects, wanted, keys) => {
    expect([...(find(objects, wanted)?.keys ?? [])]).toEqual(keys);
  });

  test('a token’s Secret has what Kubernetes adds', () => {
    const token =
      '{ apiVersion: v1, kind: Secret, type: kubernetes.io/service-account-token, metadata: { name: t, namespace: demo } }';
    expect(find(token, 'secret t')?.keys).toEqual(new Set(['token', 'ca.crt', 'namespace']));
  });
});

describe('any key may be there', () => {
  test.each<[string, string, string]>([
    ['an entry of a vault as a whole', external('{ dataFrom: [{ extract: { key: app } }] }'), 'secret made'],
    ['a template from elsewhere', external('{ target: { template: { templateFrom: [{}] } } }'), 'secret made'],
    ['a generator that nobody knows', external(generated), 'secret made'],
    ['unseal keys', custom('vault.banzaicloud.com/v1alpha1', 'Vault', 'v', 'size: 1'), 'secret v-unseal-keys'],
  ])('%s', (_, objects, wanted) => {
    expect(find(objects, wanted)).toBeDefined();
    expect(find(objects, wanted)?.keys).toBeUndefined();
  });

  test('in a Secret that two make, when one of them may add anything', () => {
    const own = '{ apiVersion: v1, kind: Secret, metadata: { name: made, namespace: demo }, stringData: { a: "" } }';
    const merge = (spec: string) => `${own}\n---\n${external(`{ target: { creationPolicy: Merge }, ${spec} }`)}`;
    expect(find(merge('data: [{ secretKey: b }]'), 'secret made')?.keys).toEqual(new Set(['a', 'b']));
    expect(find(merge('dataFrom: [{ extract: { key: app } }]'), 'secret made')?.keys).toBeUndefined();
  });
});

describe('operators bring', () => {
  test.each<[string, string, string]>([
    ['CloudNativePG', database('instances: 1'), 'service db-rw'],
    ['CloudNativePG', database('instances: 1'), 'secret db-app'],
    ['CloudNativePG', database('enableSuperuserAccess: true'), 'secret db-superuser'],
    ['CloudNativePG', database('instances: 1'), 'ServiceAccount db'],
    [
      'a StatefulSet',
      custom('apps/v1', 'StatefulSet', 's', 'replicas: 2, volumeClaimTemplates: [{ metadata: { name: d } }]'),
      'claim d-s-1',
    ],
    ['Vault', custom('vault.banzaicloud.com/v1alpha1', 'Vault', 'instance', 'size: 3'), 'service instance-2'],
    [
      'Cilium',
      custom('gateway.networking.k8s.io/v1', 'Gateway', 'g', 'gatewayClassName: cilium'),
      'service cilium-gateway-g',
    ],
    ['Prometheus', custom('monitoring.coreos.com/v1', 'Prometheus', 'p', ''), 'service prometheus-operated'],
    ['OpenTelemetry', custom('opentelemetry.io/v1beta1', 'OpenTelemetryCollector', 'o', ''), 'service o-collector'],
    ['every namespace', '{ apiVersion: v1, kind: Namespace, metadata: { name: x } }', 'config x/kube-root-ca.crt'],
  ])('%s: %s', (_, objects, wanted) => {
    expect(find(objects, wanted)).toBeDefined();
  });

  test.each<[string, string, string]>([
    [
      'no Service that is switched off',
      database('managed: { services: { disabledDefaultServices: [ro] } }'),
      'service db-ro',
    ],
    ['no Secret where one is given', database('bootstrap: { initdb: { secret: { name: x } } }'), 'secret db-app'],
    ['no superuser unless asked', database('instances: 1'), 'secret db-superuser'],
    ['nothing where External Secrets makes nothing', external('{ target: { creationPolicy: None } }'), 'secret made'],
    ['nothing by merging into what is not there', external('{ target: { creationPolicy: Merge } }'), 'secret made'],
    [
      'no claim beyond the replicas',
      custom('apps/v1', 'StatefulSet', 's', 'replicas: 1, volumeClaimTemplates: [{ metadata: { name: d } }]'),
      'claim d-s-1',
    ],
  ])('%s', (_, objects, wanted) => {
    expect(find(objects, wanted)).toBeUndefined();
  });
});

test('a ClusterExternalSecret brings its Secret into the namespaces that it selects, and into no other', () => {
  const objects = [
    '{ apiVersion: v1, kind: Namespace, metadata: { name: one, labels: { pull: "yes" } } }',
    '{ apiVersion: v1, kind: Namespace, metadata: { name: two } }',
    '{ apiVersion: external-secrets.io/v1, kind: ClusterExternalSecret, metadata: { name: pull }, spec: { namespaceSelectors: [{ matchLabels: { pull: "yes" } }], externalSecretSpec: { data: [{ secretKey: k }] } } }',
  ].join('\n---\n');
  expect(find(objects, 'secret one/pull')?.keys).toEqual(new Set(['k']));
  expect(find(objects, 'secret two/pull')).toBeUndefined();
});

test('Reflector copies into the namespaces that a Secret names, and a mirror may hold anything', () => {
  const annotations = (text: string) => `annotations: { reflector.v1.k8s.emberstack.com/${text} }`;
  const objects = [
    `{ apiVersion: v1, kind: Secret, metadata: { name: a, namespace: demo, ${annotations('reflection-auto-enabled: "true", reflector.v1.k8s.emberstack.com/reflection-auto-namespaces: "app-.*"')} }, stringData: { k: "" } }`,
    '{ apiVersion: v1, kind: Namespace, metadata: { name: app-one } }',
    `{ apiVersion: v1, kind: Secret, metadata: { name: mirror, namespace: demo, ${annotations('reflects: demo/a')} } }`,
  ].join('\n---\n');
  expect(find(objects, 'secret app-one/a')?.keys).toEqual(new Set(['k']));
  expect(find(objects, 'secret default/a')).toBeUndefined();
  expect(find(objects, 'secret mirror')?.keys).toBeUndefined();
});

test('what is declared is there by its exact name, or by all that its wildcard covers', () => {
  const name = fc.stringMatching(/^[a-z][a-z0-9-]{0,12}$/);
  fc.assert(
    fc.property(name, name, (declared, asked) => {
      const of = (pattern: string) => [{ kind: 'Secret', namespace: 'demo', name: pattern, reason: 'a test' }];
      const quiet = '{ apiVersion: v1, kind: Secret, metadata: { name: 0other, namespace: demo } }';
      expect(find(quiet, `secret ${asked}`, of(declared)) !== undefined).toBe(asked === declared);
      expect(find(quiet, `secret ${asked}`, of(`${declared}*`)) !== undefined).toBe(asked.startsWith(declared));
    }),
    { numRuns: 200 },
  );
});
