import { describe, expect, test } from '@jest/globals';
import type { ResolvedCluster } from '../../../lib/model/cluster.js';
import { formatResourceId, type KubeObject } from '../../../lib/model/manifest.js';
import { consumersOf, restartedBy } from '../../../lib/secrets/consumers/consumers.js';
import { copied, GENERATED, given, sealedFile } from '../declarations.js';
import { clusterWith, object } from '../resolved-cluster.js';

const SECRET = sealedFile('app/main', { password: GENERATED });

const users = (objects: readonly KubeObject[], changes: Parameters<typeof clusterWith>[2] = {}): string[] =>
  names(clusterWith(objects, [SECRET], changes), 'app/main');

function names(cluster: ResolvedCluster, secret: string): string[] {
  return (consumersOf(cluster).get(secret) ?? []).map(({ id }) => formatResourceId(id));
}

const pod = (spec: object, annotations: object = {}) => ({
  spec: { template: { metadata: { annotations }, spec: { containers: [{ name: 'app' }], ...spec } } },
});
const container = (parts: object) => pod({ containers: [{ name: 'app', ...parts }] });

describe('a pod uses a secret', () => {
  test.each<[string, object]>([
    ['variable', container({ env: [{ name: 'A', valueFrom: { secretKeyRef: { name: 'main', key: 'password' } } }] })],
    ['all keys as variables', container({ envFrom: [{ prefix: 'A_', secretRef: { name: 'main' } }] })],
    ['volume', pod({ volumes: [{ name: 'v', secret: { secretName: 'main', defaultMode: 256 } }] })],
    ['projected volume', pod({ volumes: [{ name: 'v', projected: { sources: [{ secret: { name: 'main' } }] } }] })],
    ['CSI volume', pod({ volumes: [{ name: 'v', csi: { driver: 'd', nodePublishSecretRef: { name: 'main' } } }] })],
    ['pull secret', pod({ imagePullSecrets: [{ name: 'main' }] })],
    ['init container', pod({ initContainers: [{ name: 'i', envFrom: [{ secretRef: { name: 'main' } }] }] })],
  ])('as %s, whatever kind makes it', (_, parts) => {
    for (const kind of ['Deployment', 'StatefulSet', 'DaemonSet', 'Job', 'PodTemplate', 'Rollout']) {
      expect(users([object(kind, 'web', parts as Record<string, unknown>)])).toEqual([`${kind}/app/web`]);
    }
  });

  test('through its ServiceAccount, unless it names pull secrets of its own', () => {
    const account = object('ServiceAccount', 'robot', { imagePullSecrets: [{ name: 'main' }] });
    const through = object('Deployment', 'through', pod({ serviceAccountName: 'robot' }));
    const own = object('Deployment', 'own', pod({ serviceAccountName: 'robot', imagePullSecrets: [{ name: 'x' }] }));
    const other = object('Deployment', 'other', pod({}));
    expect(users([account, through, own, other])).toEqual(['Deployment/app/through', 'ServiceAccount/app/robot']);
    const standard = object('ServiceAccount', 'default', { imagePullSecrets: [{ name: 'main' }] });
    expect(users([standard, other])).toEqual(['Deployment/app/other', 'ServiceAccount/app/default']);
  });

  test('not in another namespace, and not when it only has a name or a ConfigMap alike', () => {
    const envFrom = [{ secretRef: { name: 'main' } }];
    expect(users([object('Deployment', 'web', container({ envFrom }), 'elsewhere')])).toEqual([]);
    const alike = container({
      envFrom: [{ configMapRef: { name: 'main' } }],
      env: [{ name: 'A', valueFrom: { configMapKeyRef: { name: 'main', key: 'password' } } }],
    });
    expect(users([object('Deployment', 'main', alike)])).toEqual([]);
    expect(users([object('ConfigMap', 'main', { data: { secretName: 'other', name: 'main' } })])).toEqual([]);
  });
});

describe('other kinds use a secret', () => {
  test.each<[string, string, Record<string, unknown>]>([
    ['Ingress', 'its certificate', { spec: { tls: [{ hosts: ['a.example.org'], secretName: 'main' }] } }],
    ['Gateway', 'a listener’s', { spec: { listeners: [{ tls: { certificateRefs: [{ name: 'main' }] } }] } }],
    ['Receiver', 'Flux’s way', { spec: { secretRef: { name: 'main' } } }],
    ['Kustomization', 'to decrypt', { spec: { decryption: { provider: 'sops', secretRef: { name: 'main' } } } }],
    ['Kustomization', 'variables', { spec: { postBuild: { substituteFrom: [{ kind: 'Secret', name: 'main' }] } } }],
    [
      'Cluster',
      'CloudNativePG’s',
      { spec: { backup: { s3Credentials: { accessKeyId: { name: 'main', key: 'A' } } } } },
    ],
    ['Cluster', 'a role’s', { spec: { managed: { roles: [{ name: 'r', passwordSecret: { name: 'main' } }] } } }],
    ['Alertmanager', 'a list', { spec: { secrets: ['other', 'main'] } }],
    ['Role', 'to read it', { rules: [{ resources: ['secrets'], resourceNames: ['main'], verbs: ['get'] }] }],
    ['HelmRelease', 'values of it', { spec: { valuesFrom: [{ kind: 'Secret', name: 'main', valuesKey: 'a' }] } }],
    ['HelmRelease', 'a chart’s', { spec: { values: { auth: { existingSecret: 'main' } } } }],
    ['HelmRelease', 'a chart’s map', { spec: { values: { authentik: { existingSecret: { secretName: 'main' } } } } }],
    ['HelmRelease', 'a chart’s pull secrets', { spec: { values: { global: { imagePullSecrets: ['main'] } } } }],
    ['Ingress', 'an annotation', { annotations: { 'nginx.ingress.kubernetes.io/auth-secret': 'app/main' } }],
  ])('%s: %s', (kind, _, parts) => {
    expect(users([object(kind, 'x', parts)])).toEqual([`${kind}/app/x`]);
  });

  test('a ClusterIssuer reads it in the namespace of cert-manager, as that unit has it', () => {
    const solver = { dns01: { cloudflare: { apiTokenSecretRef: { name: 'main', key: 'token' } } } };
    const issuer = object('ClusterIssuer', 'le', { spec: { acme: { solvers: [solver] } } }, null);
    expect(users([issuer])).toEqual([]);
    expect(users([issuer], { unit: { provides: ['cert-manager.io'] } })).toEqual(['ClusterIssuer/le']);
    const token = sealedFile('cert-manager/main', { token: GENERATED });
    expect(names(clusterWith([issuer], [token]), 'cert-manager/main')).toEqual(['ClusterIssuer/le']);
  });

  test('a reference may name the namespace, beside the name or in an annotation', () => {
    const ref = { provider: { vault: { auth: { tokenSecretRef: { name: 'main', namespace: 'app', key: 'token' } } } } };
    const csi = {
      parameters: { 'csi.storage.k8s.io/x-secret-name': 'main', 'csi.storage.k8s.io/x-secret-namespace': 'app' },
    };
    const objects = [
      object('ClusterSecretStore', 'vault', { spec: ref }, null),
      object('StorageClass', 'fast', csi, null),
      object('StorageClass', 'camel', { parameters: { secretName: 'main', secretNamespace: 'app' } }, null),
    ];
    expect(users(objects)).toEqual(['ClusterSecretStore/vault', 'StorageClass/camel', 'StorageClass/fast']);
  });

  test('a chart reads in the release’s target namespace, the release itself in its own (trap 44)', () => {
    const values = { auth: { existingSecret: 'main' } };
    const release = (spec: object) => [object('HelmRelease', 'db', { spec }, 'flux-system')];
    expect(users(release({ targetNamespace: 'app', values }))).toEqual(['HelmRelease/flux-system/db']);
    expect(users(release({ values }))).toEqual([]);
    expect(users(release({ targetNamespace: 'app', valuesFrom: [{ kind: 'Secret', name: 'main' }] }))).toEqual([]);
  });

  test('what rendering adds counts: variables, shared sources, the deploy key', () => {
    const files = ['variables', 'registry', 'deploy-key'].map((name) =>
      sealedFile(`flux-system/${name}`, { token: GENERATED }),
    );
    const repository = object('HelmRepository', 'charts', { spec: { secretRef: { name: 'registry' } } }, 'flux-system');
    const git = { url: 'ssh://git@git.example.net/home', branch: 'main', secretName: 'deploy-key' };
    const cluster = clusterWith([], files, {
      variables: { secret: 'variables', unit: 'settings', known: new Map() },
      sources: [{ object: repository }],
      flux: { namespace: 'flux-system', interval: '5m', git },
      unit: { substitutes: true },
    });
    expect(names(cluster, 'flux-system/variables')).toEqual(['Kustomization/flux-system/app']);
    expect(names(cluster, 'flux-system/registry')).toEqual(['HelmRepository/flux-system/charts']);
    expect(names(cluster, 'flux-system/deploy-key')).toEqual(['GitRepository/flux-system/flux-system']);
  });

  test('another secret that is made of it counts, one that only stands beside it does not', () => {
    const copy = sealedFile('web/copy', { password: copied('app/main', 'password'), user: given('a') });
    const own = sealedFile('app/own', { a: GENERATED, b: copied('app/own', 'a') });
    const cluster = clusterWith([], [SECRET, copy, own]);
    expect(names(cluster, 'app/main')).toEqual(['Secret/web/copy']);
    expect(names(cluster, 'app/own')).toEqual([]);
  });

  test('a secret that External Secrets makes has users too', () => {
    const external = object('ExternalSecret', 'kept', { spec: { target: { name: 'kept-target' } } });
    const user = object('Deployment', 'web', container({ envFrom: [{ secretRef: { name: 'kept-target' } }] }));
    expect(names(clusterWith([external, user], []), 'app/kept-target')).toEqual(['Deployment/app/web']);
  });
});

describe('a changed secret restarts', () => {
  const envFrom = [{ secretRef: { name: 'main' } }];
  const restarts = (objects: readonly KubeObject[]) => {
    const found = consumersOf(clusterWith(objects, [SECRET])).get('app/main') ?? [];
    return restartedBy(found).map(({ id: { name }, restart }) => `${name}: ${restart}`);
  };
  const web = (name: string, annotations: object, onPod: object = {}) => {
    const made = object('Deployment', name, pod({ containers: [{ envFrom }] }, onPod));
    return { ...made, metadata: { ...made.metadata, annotations: { ...annotations } } };
  };

  test('pods with a checksum of its ciphertext, or that Reloader watches; no others', () => {
    const objects = [
      web('checksum', {}, { 'checksum/main': 'b8c6d9acc78679b4' }),
      web('other-checksum', {}, { 'checksum/other': 'b8c6d9acc78679b4' }),
      web('auto', { 'reloader.stakater.com/auto': 'true' }),
      web('off', { 'reloader.stakater.com/auto': 'false' }),
      web('listed', { 'secret.reloader.stakater.com/reload': 'other, main' }),
      web('unlisted', { 'secret.reloader.stakater.com/reload': 'maintenance' }),
    ];
    expect(restarts(objects)).toEqual(['auto: reloader', 'checksum: checksum', 'listed: reloader']);
    expect(
      consumersOf(clusterWith(objects, [SECRET]))
        .get('app/main')
        ?.every(({ keepsPods }) => keepsPods),
    ).toBe(true);
  });

  test('a chart’s pods, where its values carry the checksum', () => {
    const values = { existingSecret: 'main', podAnnotations: { 'checksum/main': 'b8c6d9acc78679b4' } };
    expect(restarts([object('HelmRelease', 'chart', { spec: { values } })])).toEqual(['chart: checksum']);
  });

  test('no pod of a Job or CronJob: each run reads it anew', () => {
    const job = object('CronJob', 'job', pod({ containers: [{ envFrom }] }, { 'checksum/main': 'b8c6d9acc78679b4' }));
    expect(restarts([job])).toEqual([]);
    expect(consumersOf(clusterWith([job], [SECRET])).get('app/main')).toMatchObject([{ keepsPods: false }]);
  });
});
