import { describe, expect, jest, test } from '@jest/globals';
import { parseAllDocuments } from 'yaml';
import type { KubeObject } from '../../../lib/model/manifest.js';
import { PULL_TEST_IMAGE } from '../../../lib/verify/pull-test.js';
import { FakeKubectl } from '../../fakes/fake-kubectl.js';
import { sealedFile } from '../../secrets/declarations.js';
import { clusterWith } from '../../secrets/resolved-cluster.js';
import { temporaryFolder } from '../../support/temporary-folder.js';
import { runSecrets } from './run-secrets.js';

// Each case starts processes, or wraps keys; a loaded machine takes its time.
jest.setTimeout(60_000);

const root = temporaryFolder();
const EVERYWHERE: KubeObject = {
  apiVersion: 'external-secrets.io/v1',
  kind: 'ClusterExternalSecret',
  metadata: { name: 'ghcr-pull-secret' },
  spec: {
    externalSecretName: 'ghcr-pull-secret',
    namespaceSelectors: [{ matchLabels: { 'kubernetes.io/metadata.name': 'hello-world' } }],
    externalSecretSpec: { target: { name: 'ghcr-pull-secret' } },
  },
};
const OWN: KubeObject = {
  apiVersion: 'external-secrets.io/v1',
  kind: 'ExternalSecret',
  metadata: { name: 'ghcr', namespace: 'nodejs-demo' },
  spec: { target: { name: 'ghcr-pull-secret' } },
};
const namespaces = [
  { name: 'hello-world', security: { level: 'restricted' as const, reason: '' }, path: '', source: '' },
  { name: 'other', security: { level: 'restricted' as const, reason: '' }, path: '', source: '' },
];
const clusters = async () => [
  clusterWith([EVERYWHERE, OWN], [sealedFile('apps/ghcr-pull-secret', {})], { namespaces }),
];
const NAMESPACES = ['apps', 'hello-world', 'nodejs-demo'];

const run = (args: readonly string[], env: Record<string, string> = { PATH: '' }, host = {}) =>
  runSecrets(['pull-test', ...args], { files: [], root, env, clusters, ...host });

const pulled = { containerStatuses: [{ imageID: 'ghcr.io/mrsimpson/nodejs-demo@sha256:0', state: { waiting: {} } }] };
const waiting = (reason: string, message?: string) => ({
  containerStatuses: [{ imageID: '', state: { waiting: { reason, message } } }],
});

describe('secrets pull-test (S0-16)', () => {
  test('prints a restricted pod for every namespace that the tree gives the pull secret to', async () => {
    const { code, out } = await run([]);
    expect(code).toBe(0);
    const pods = parseAllDocuments(out).map((document) => document.toJS());
    expect(pods.map(({ metadata }) => metadata.namespace)).toEqual(NAMESPACES);
    expect(pods[0]).toMatchObject({
      kind: 'Pod',
      metadata: { name: 'test-ghcr-pull' },
      spec: {
        imagePullSecrets: [{ name: 'ghcr-pull-secret' }],
        automountServiceAccountToken: false,
        restartPolicy: 'Never',
        securityContext: { runAsNonRoot: true, seccompProfile: { type: 'RuntimeDefault' } },
        containers: [
          {
            image: PULL_TEST_IMAGE,
            imagePullPolicy: 'Always',
            securityContext: { allowPrivilegeEscalation: false, capabilities: { drop: ['ALL'] } },
          },
        ],
      },
    });
    expect(PULL_TEST_IMAGE).toBe('ghcr.io/mrsimpson/nodejs-demo:build-20251229-132149');
    // Nothing that synth would take for its own.
    expect(out).not.toContain('Rendered from');
  });

  test('takes another image, secret and namespace, and prints JSON', async () => {
    const { out } = await run(['--image', 'ghcr.io/a/b@sha256:1', '--secret', 's', '--namespace', 'one', '--json']);
    expect(JSON.parse(out)).toMatchObject([
      {
        metadata: { namespace: 'one' },
        spec: { imagePullSecrets: [{ name: 's' }], containers: [{ image: 'ghcr.io/a/b@sha256:1' }] },
      },
    ]);
  });

  test('--apply creates each pod from stdin, waits for its image, and takes it away again', async () => {
    const statuses = {
      apps: [{}, waiting('ContainerCreating'), pulled],
      'hello-world': [waiting('CreateContainerError')],
    };
    const kubectl = new FakeKubectl({ statuses: { ...statuses, 'nodejs-demo': [pulled] } });
    const env = { ...kubectl.env, SOPS_AGE_KEY: 'x', SECRET__A__B__C: 'x' };
    const { code, out, err } = await run(['--apply', '--context', 'home'], env);
    expect({ code, err }).toEqual({ code: 0, err: '' });
    expect(out.split('\n')).toEqual(NAMESPACES.map((name) => `pulled  ${name}`));
    const verbs = kubectl.calls.map(({ args }) => args.slice(1, 2).join());
    expect(verbs.join(' ')).toBe('delete create get get get delete delete create get delete delete create get delete');
    expect(kubectl.calls.every(({ args }) => args[0] === '--context=home')).toBe(true);
    expect(kubectl.calls.filter(({ input }) => input !== '')).toHaveLength(3);
    expect(kubectl.calls.flatMap((call) => call.env).filter((name) => /SOPS|SECRET_/.test(name))).toEqual([]);
  });

  test('--apply exits with 1 and the kubelet’s reason when an image does not come, and still deletes the pod', async () => {
    const statuses = {
      apps: [waiting('ErrImagePull', '403 Forbidden')],
      'hello-world': [pulled],
      'nodejs-demo': [pulled],
    };
    const kubectl = new FakeKubectl({ statuses });
    const { code, out } = await run(['--apply'], kubectl.env);
    expect(code).toBe(1);
    expect(out).toContain('failed  apps  ErrImagePull: 403 Forbidden');
    expect(kubectl.calls.filter(({ args }) => args[0] === 'delete')).toHaveLength(6);
  });

  test('a pod that the cluster refuses, and one that nothing happens to, are failures', async () => {
    const refused = new FakeKubectl({ failures: { create: 'violates PodSecurity' } });
    const { code, out } = await run(['--apply', '--namespace', 'one'], refused.env);
    expect({ code, out }).toEqual({ code: 1, out: 'failed  one  violates PodSecurity' });
    const silent = new FakeKubectl();
    expect((await run(['--apply', '--namespace', 'one', '--timeout', '0.1'], silent.env)).out).toContain(
      'nothing happened in 0.1 s',
    );
    const evicted = new FakeKubectl({ statuses: { one: [{ reason: 'DeadlineExceeded' }] } });
    expect((await run(['--apply', '--namespace', 'one'], evicted.env)).out).toContain('DeadlineExceeded');
  });

  test('a pod that cannot be taken away is named', async () => {
    const kubectl = new FakeKubectl({
      statuses: { one: [pulled] },
      failures: { 'delete pod test-ghcr-pull --namespace one --ignore-not-found --wait=false': 'gone' },
    });
    const { code, err } = await run(['--apply', '--namespace', 'one'], kubectl.env);
    expect(code).toBe(0);
    expect(err).toBe('left over: kubectl delete pod test-ghcr-pull --namespace one');
  });

  test.each([
    ['a secret that nobody has', ['--secret', 'none'], 'no namespace of the tree has a Secret none'],
    ['a namespace that is an option', ['--namespace=--all'], 'is no name of a namespace'],
    ['an image that is an option', ['--image=--privileged'], '--image is no image'],
    ['a machine without kubectl', ['--apply'], 'there is no kubectl on PATH'],
  ])('refuses %s', async (_, args, message) => {
    const { code, err } = await run(args);
    expect(code).toBe(2);
    expect(err).toContain(message);
  });

  test('--apply wants one cluster, since kubectl reaches one', async () => {
    const two = async () => [...(await clusters()), clusterWith([OWN], [], { name: 'beta' })];
    const { code, err } = await run(['--apply'], new FakeKubectl().env, { clusters: two });
    expect(code).toBe(2);
    expect(err).toContain('name it with --cluster');
  });
});
