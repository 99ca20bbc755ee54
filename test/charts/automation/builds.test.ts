import { describe, expect, test } from '@jest/globals';
import { documents, only, planWith } from './automation-cluster.js';

interface Container {
  readonly name: string;
  readonly command?: string[];
  readonly env?: { name: string }[];
  readonly volumeMounts: { name: string; mountPath: string }[];
  readonly resources: { limits: Record<string, string> };
  readonly securityContext: { allowPrivilegeEscalation: boolean };
}
interface Pod {
  readonly automountServiceAccountToken: boolean;
  readonly nodeSelector?: Record<string, string>;
  readonly initContainers: Container[];
  readonly containers: Container[];
  readonly volumes: { name: string }[];
}
interface Namespace {
  readonly metadata: { labels: Record<string, string>; annotations: Record<string, string> };
}

const LEVEL = 'pod-security.kubernetes.io/enforce';
const N8N = 'apps/automation/n8n/app/deployment.yaml';
const n8nPod = (plan: ReturnType<typeof planWith>) =>
  only<{ spec: { template: { spec: Pod } } }>(plan, N8N).spec.template.spec;

function part<T extends { name: string }>(list: readonly T[], name: string): T {
  const found = list.find((one) => one.name === name);
  if (found === undefined) throw new Error(`nothing is named ${name}`);
  return found;
}

describe('S1-32 option A: builds are pods of their own', () => {
  const plan = planWith({ builds: 'pods' });
  const pod = only<{ template: { spec: Pod } }>(plan, 'apps/automation/buildah/app/pod-template.yaml').template.spec;

  test('the tree has no finding', () => expect(plan.findings).toEqual([]));

  test('n8n stays restricted, and what builds need ends at their namespace', () => {
    expect(only<Namespace>(plan, 'apps/automation/namespace.yaml').metadata.labels[LEVEL]).toBe('restricted');
    const { metadata } = only<Namespace>(plan, 'apps/automation/buildah/namespace.yaml');
    expect(metadata.labels[LEVEL]).toBe('privileged');
    expect(metadata.annotations['kubernetes.io/description']).toContain('seccomp');
    const escalating = n8nPod(plan).containers.filter((one) => one.securityContext.allowPrivilegeEscalation);
    expect(escalating).toEqual([]);
  });

  test('an app’s own Dockerfile never runs beside the registry credentials', () => {
    const build = part(pod.initContainers, 'build');
    expect(build.volumeMounts.map(({ name }) => name)).not.toContain('registry-push');
    expect(build.env?.map(({ name }) => name)).not.toContain('REGISTRY_AUTH_FILE');
    expect(part(pod.containers, 'push').volumeMounts.map(({ name }) => name)).toContain('registry-push');
    expect(pod.automountServiceAccountToken).toBe(false);
  });

  test('trap 24: a build runs on nodes of the cluster’s architecture', () => {
    expect(pod.nodeSelector).toEqual({ 'kubernetes.io/arch': 'arm64' });
  });

  test('S1-34: a build is bounded in every way', () => {
    for (const { resources } of [...pod.initContainers, ...pod.containers]) {
      expect(Object.keys(resources.limits).sort()).toEqual(['cpu', 'ephemeral-storage', 'memory']);
    }
  });

  test('the scripts are one volume, mounted twice', () => {
    expect(pod.volumes.map(({ name }) => name).filter((name) => name.startsWith('buildah'))).toEqual(['buildah']);
  });

  test('whoever may create build pods does not thereby get a node', () => {
    const path = 'apps/automation/buildah/app/validatingadmissionpolicy-build-pods.yaml';
    const { spec } = only<{ spec: { validations: { expression: string }[] } }>(plan, path);
    const all = spec.validations.map(({ expression }) => expression).join('\n');
    for (const field of [
      'hostNetwork',
      'hostPID',
      'hostIPC',
      'volumes',
      'privileged',
      'runAsNonRoot',
      'capabilities',
    ]) {
      expect(all).toContain(field);
    }
    expect(all).toContain("startsWith('registry.example.net/buildah:')");
  });
});

describe('S1-35 option B: a container beside n8n builds', () => {
  const plan = planWith({ builds: 'sidecar' });
  const pod = n8nPod(plan);
  const sidecar = part(pod.containers, 'buildah');

  test('the tree has no finding, and no unit of build pods', () => {
    expect(plan.findings).toEqual([]);
    expect(plan.cluster.units.map(({ name }) => name)).not.toContain('buildah');
  });

  test('n8n and buildah see the same workspace', () => {
    const shared = part(
      sidecar.volumeMounts.map(({ name, mountPath }) => ({ name: mountPath, volume: name })),
      '/workspace',
    );
    const ofN8n = part(pod.containers, 'n8n').volumeMounts.filter(({ name }) => name === shared.volume);
    expect(ofN8n.map(({ mountPath }) => mountPath)).toEqual(['/home/node/.n8n-files/workspace']);
  });

  test('the sidecar is bounded, gets no token, and serves requests', () => {
    expect(Object.keys(sidecar.resources.limits).sort()).toEqual(['cpu', 'ephemeral-storage', 'memory']);
    expect(
      sidecar.volumeMounts.map(({ mountPath }) => mountPath).filter((path) => path.includes('kubernetes')),
    ).toEqual([]);
    expect(sidecar.command).toEqual(['/bin/sh', '/etc/buildah/worker.sh']);
    expect(plan.tree.files.map(({ path }) => path)).toContain('kubernetes/test/apps/automation/n8n/app/worker.sh');
  });

  test('its price is on the namespace, with the reason', () => {
    const { metadata } = only<Namespace>(plan, 'apps/automation/namespace.yaml');
    expect(metadata.labels[LEVEL]).toBe('privileged');
    expect(metadata.annotations['kubernetes.io/description']).toContain('n8n: rootless buildah');
  });
});

describe('n8n', () => {
  const plan = planWith({});
  const pod = n8nPod(plan);

  test('Code nodes run where neither the API token nor the encryption key is', () => {
    const runners = part(pod.containers, 'runners');
    expect(pod.automountServiceAccountToken).toBe(false);
    expect(runners.volumeMounts.map(({ mountPath }) => mountPath)).toEqual(['/tmp']);
    expect(runners.env?.map(({ name }) => name)).not.toContain('N8N_ENCRYPTION_KEY');
  });

  test('a Git that lacks ssh or is missing stops the pod at once (S1-42)', () => {
    expect(part(pod.initContainers, 'check-git').command?.at(-1)).toBe('git --version && ssh -V');
  });

  test('only the tunnel’s way in and Prometheus reach it', () => {
    const policies = documents(plan, 'apps/automation/n8n/app/networkpolicy.yaml') as { metadata: { name: string } }[];
    expect(policies.map(({ metadata }) => metadata.name)).toEqual([
      'allow-exposure',
      'allow-prometheus',
      'default-deny',
    ]);
  });
});
