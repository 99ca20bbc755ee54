import { describe, expect, test } from '@jest/globals';
import { noPanic } from '../../../charts/clusters/no-panic.js';
import { sealedFiles } from '../../../lib/synth/seal.js';
import { namespacesWithSecret } from '../../../lib/verify/pull-secret-namespaces.js';
import { committedPlan, objectsIn } from '../../support/committed-plan.js';

const planned = committedPlan(noPanic);
const { cluster, findings, tree } = planned;
const objects = objectsIn(planned);
const named = (kind: string, name: string) => {
  const found = objects.filter((object) => object.kind === kind && object.metadata.name === name);
  if (found.length !== 1) throw new Error(`${found.length} objects ${kind} ${name}`);
  return JSON.parse(JSON.stringify(found[0])) as { spec: Record<string, unknown> };
};
const podOf = (name: string) => (named('Deployment', name).spec.template as { spec: Record<string, unknown> }).spec;

/** Units that have to be ready before a unit, near ones first. */
function before(name: string): string[] {
  const direct = cluster.units.find((unit) => unit.name === name)?.dependsOn ?? [];
  return [...new Set([...direct, ...direct.flatMap(before)])];
}

describe('no-panic', () => {
  test('is declared without a finding', () => expect(findings).toEqual([]));

  test('operator → store → pull secret → private image: each waits for the one before it (S0-05, traps 49, 52)', () => {
    expect(before('secret-store')).toEqual(['external-secrets']);
    expect(before('pull-secrets')).toEqual(expect.arrayContaining(['secret-store', 'external-secrets']));
    expect(before('nodejs-demo')).toEqual(expect.arrayContaining(['pull-secrets', 'secret-store']));
    const checks = cluster.units.find(({ name }) => name === 'pull-secrets')?.healthChecks;
    expect(checks).toContainEqual(expect.objectContaining({ kind: 'ExternalSecret', namespace: 'nodejs-demo' }));
  });

  test('a public app waits for the controller, and not for Pulumi', () =>
    expect(before('hello-world')).toEqual(['ingress-nginx']));

  test('no unit mixes an operator with resources of its kinds (S0-05, trap 39)', () => {
    const groups = /^(external-secrets\.io|cert-manager\.io)\//;
    const mixed = cluster.units.filter(
      ({ manifests }) =>
        manifests.some(({ object }) => object.kind === 'HelmRelease') &&
        manifests.some(({ object }) => groups.test(object.apiVersion)),
    );
    expect(mixed.map(({ name }) => name)).toEqual([]);
  });

  test('the store is the three-part environment, opened with the bootstrap token (S0-02 to S0-04, trap 50)', () => {
    expect(named('ClusterSecretStore', 'pulumi-esc').spec.provider).toEqual({
      pulumi: {
        organization: 'mrsimpson',
        project: 'homelab',
        environment: 'dev',
        auth: {
          accessToken: {
            secretRef: { name: 'pulumi-access-token', namespace: 'external-secrets', key: 'PULUMI_ACCESS_TOKEN' },
          },
        },
      },
    });
  });

  test('that token is the only value that Git holds, sealed (S0-03, S0-04, S0-07)', () => {
    expect(sealedFiles(cluster).map(({ path }) => path)).toEqual([
      'kubernetes/no-panic/infrastructure/external-secrets/store/pulumi-access-token.sops.yaml',
    ]);
    expect(objects.filter(({ kind }) => kind === 'Secret')).toEqual([]);
  });

  test('every namespace of the tree has the pull secret, `default` too (S0-13)', () => {
    const wanted = ['default', ...cluster.namespaces.map(({ name }) => name)];
    expect(namespacesWithSecret(cluster, 'ghcr-pull-secret')).toEqual(expect.arrayContaining(wanted));
  });

  test('a namespace that comes tomorrow has it as well: all are selected but Kubernetes’ own (S0-13, trap 52)', () => {
    expect(named('ClusterExternalSecret', 'ghcr-pull-secret').spec.namespaceSelectors).toEqual([
      {
        matchExpressions: [
          {
            key: 'kubernetes.io/metadata.name',
            operator: 'NotIn',
            values: ['kube-node-lease', 'kube-public', 'kube-system'],
          },
        ],
      },
    ]);
  });

  test('the private image names the pull secret and nothing else; the public one names none (S0-14)', () => {
    expect(podOf('nodejs-demo').imagePullSecrets).toEqual([{ name: 'ghcr-pull-secret' }]);
    expect(podOf('hello-world')).not.toHaveProperty('imagePullSecrets');
  });

  test('two replicas of the demo, each image by a tag that names one build (S0-19, S0-23)', () => {
    expect(named('Deployment', 'nodejs-demo').spec.replicas).toBe(2);
    const images = ['nodejs-demo', 'hello-world'].map(
      (name) => (podOf(name).containers as { image: string }[])[0]?.image,
    );
    expect(images[0]).toMatch(/^ghcr\.io\/mrsimpson\/nodejs-demo:build-\d{8}-\d{6}$/);
    expect(images[1]).toMatch(/:\d+\.\d+\.\d+-alpine$/);
  });

  test('each namespace is declared once, restricted, and by its layer: before everything that is in it (S0-21)', () => {
    const declared = tree.files.filter(({ content }) => /^kind: Namespace$/m.test(content));
    const names = declared.map(({ content }) => /^ {2}name: (.+)$/m.exec(content)?.[1]);
    expect(names.sort()).toEqual(['cert-manager', 'external-secrets', 'hello-world', 'ingress-nginx', 'nodejs-demo']);
    for (const { path, content } of declared) {
      expect(content).toContain('pod-security.kubernetes.io/enforce: restricted');
      expect(path).toMatch(/^kubernetes\/no-panic\/(apps|infrastructure)\/[^/]+\/namespace\.yaml$/);
    }
  });

  test.each(['hello-world', 'nodejs-demo'])(
    '%s has HTTPS under its own host, and lets in nobody but ingress-nginx',
    (name) => {
      const host = `${name}.no-panic.org`;
      const ingress = named('Ingress', name) as unknown as { metadata: { annotations: object }; spec: object };
      expect(ingress.metadata.annotations).toEqual({ 'cert-manager.io/cluster-issuer': 'letsencrypt-prod' });
      expect(ingress.spec).toMatchObject({ ingressClassName: 'nginx', tls: [{ hosts: [host] }], rules: [{ host }] });
      const policies = objects.filter(({ kind, metadata }) => kind === 'NetworkPolicy' && metadata.namespace === name);
      expect(policies.map(({ metadata }) => metadata.name).sort()).toEqual(['allow-exposure', 'default-deny']);
    },
  );

  test('Cloudflare’s token comes from the same environment, into cert-manager’s namespace (S0-09, trap 38)', () => {
    const secret = objects.find(({ metadata }) => metadata.name === 'cloudflare-api-token');
    expect(secret).toMatchObject({
      kind: 'ExternalSecret',
      metadata: { namespace: 'cert-manager' },
      spec: { data: [{ secretKey: 'api-token', remoteRef: { key: 'cloudflare-api-token' } }] },
    });
  });
});
