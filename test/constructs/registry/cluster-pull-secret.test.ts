import { describe, expect, test } from '@jest/globals';
import { type Cluster, clusterPullSecret, pulumiEsc, sops, Unit, WebApp } from '../../../lib/index.js';
import { planOf, testCluster } from '../../support/test-cluster.js';
import { declareStore, withStore } from '../secrets/external-secrets-cluster.js';

/** A cluster whose private images are those of ghcr.io/example. */
function planWith(declare: (c: Cluster) => void, except?: readonly string[]) {
  const store = pulumiEsc({
    environment: 'mrsimpson/homelab/dev',
    values: { username: 'github-credentials.username', token: 'github-token' },
  });
  const registry = clusterPullSecret({
    ...{ name: 'ghcr', prefix: 'ghcr.io/example/', registry: 'ghcr.io', secretName: 'ghcr-pull-secret', store },
    username: store.value('username'),
    password: store.value('token'),
    ...(except === undefined ? {} : { except }),
  });
  const settings = { ...withStore(store), bootstrapSecrets: sops(), registry };
  return planOf(
    testCluster(settings, (c) => {
      declare(c);
      declareStore(c, store);
      registry.declare(new Unit(c.infrastructure('external-secrets'), 'pull-secrets'));
    }),
  );
}

function app(c: Cluster, name: string, image = 'ghcr.io/example/demo:1.0.0'): void {
  new WebApp(new Unit(c.apps(name), name), name, { image, port: 3000 });
}

describe('a pull secret in every namespace', () => {
  const { cluster, findings } = planWith((c) => {
    app(c, 'hello-world');
    app(c, 'default');
    app(c, 'public', 'docker.io/library/nginx:1.29.0');
  });
  const unit = (name: string) => cluster.units.find((one) => one.name === name);
  const spec = (name: string, kind: string): unknown =>
    unit(name)?.manifests.find(({ object }) => object.kind === kind)?.object.spec;

  test('is no problem for units that are declared before it', () => expect(findings).toEqual([]));

  test('S0-14: workloads carry exactly its name, and those with public images none', () => {
    const pods = (name: string) => spec(name, 'Deployment') as { template: { spec: { imagePullSecrets?: unknown } } };
    expect(pods('hello-world').template.spec.imagePullSecrets).toEqual([{ name: 'ghcr-pull-secret' }]);
    expect(pods('public').template.spec.imagePullSecrets).toBeUndefined();
  });

  test('trap 52: is there before the first pod, and reaches namespaces that come later', () => {
    expect(unit('hello-world')?.dependsOn).toEqual(['pull-secrets']);
    expect(unit('public')?.dependsOn).toEqual([]);
    expect(unit('pull-secrets')?.healthChecks.map(({ kind, namespace }) => `${kind} ${namespace}`)).toEqual([
      'ExternalSecret default',
      'ExternalSecret hello-world',
    ]);
    expect(spec('pull-secrets', 'ClusterExternalSecret')).toMatchObject({
      namespaceSelectors: [{ matchExpressions: [{ key: 'kubernetes.io/metadata.name', operator: 'NotIn' }] }],
    });
  });

  test('S0-08: username and token may be nested or flat in the environment', () => {
    expect(spec('pull-secrets', 'ClusterExternalSecret')).toMatchObject({
      externalSecretSpec: {
        data: [{ remoteRef: { key: 'github-credentials.username' } }, { remoteRef: { key: 'github-token' } }],
        target: { template: { type: 'kubernetes.io/dockerconfigjson' } },
      },
    });
  });
});

test('an app in a namespace that does without the secret is an error', () => {
  const { findings } = planWith((c) => app(c, 'hello-world'), ['hello-world']);
  expect(findings.map(({ message }) => message)).toEqual([
    'pulls an image with ghcr-pull-secret, which namespace hello-world does without',
  ]);
});
