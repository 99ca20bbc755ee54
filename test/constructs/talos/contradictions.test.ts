import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { talosSchema } from '../../../lib/constructs/talos/talos-schema.js';
import { cniOf, type TalosSettings, talosOwns } from '../../../lib/index.js';
import { planOf, TEST_VERSIONS, type TestSettings, testCluster } from '../../support/test-cluster.js';

const talosImage = (tag: string) => ({
  ...TEST_VERSIONS,
  images: { ...TEST_VERSIONS.images, talos: { repository: 'ghcr.io/siderolabs/talos', tag } },
});

const FINE: TestSettings = {
  boundaries: [talosOwns({ cni: 'none' }), cniOf('Terraform')],
  addresses: { api: ['10.0.3.1'], nodes: ['10.0.1.0/24'] },
  protection: { podSecurityDefault: 'baseline', podSecurityExempt: ['kube-system'] },
  talos: {},
};

function findings(settings: TestSettings, tag = 'v1.13.9') {
  return planOf(
    testCluster({ ...FINE, ...settings }, () => {}),
    { versions: talosImage(tag) },
  ).findings;
}

const messages = (settings: TestSettings, tag?: string) => findings(settings, tag).map(({ message }) => message);

test('machines that contradict nothing have no finding', () => {
  expect(messages({})).toEqual([]);
});

describe('what the settings say twice has to agree', () => {
  test.each<[string, TestSettings, string]>([
    ['nobody says what Talos keeps', { boundaries: [] }, 'nothing says what Talos keeps'],
    ['no CNI at all', { boundaries: [talosOwns({ cni: 'none' })] }, 'no node becomes ready'],
    [
      'Pod Security as Kubernetes has it',
      { protection: { podSecurityExempt: ['kube-system'] } },
      'podSecurityDefault: missing',
    ],
    ['an exemption taken back', { protection: { podSecurityDefault: 'baseline' } }, 'Talos exempts kube-system'],
    ['a link without address', { addresses: {}, talos: { apiLink: 'eth0' } }, 'eth0 bears no address'],
    [
      'the API at an address of a node',
      { addresses: { api: ['10.0.1.9'], nodes: ['10.0.1.1-10.0.1.20'] }, talos: { apiLink: 'eth0' } },
      '10.0.1.9 is in 10.0.1.1-10.0.1.20',
    ],
    [
      'a route over the nodes’ own network',
      { talos: { tailscale: { routes: ['10.0.0.0/16'], tags: ['tag:cluster-router'] } } },
      '10.0.0.0/16 holds 10.0.1.0/24',
    ],
    ['a mount of what is a volume', { talos: { kubeletMounts: ['/var/mnt/data'] } }, 'the kubelet sees by itself'],
    [
      'Kubernetes that is too old',
      { kubernetesVersion: '1.30.4' },
      'Talos v1.13.9 runs Kubernetes 1.31 to 1.36, not 1.30',
    ],
  ])('%s', (_, settings, message) => {
    expect(messages(settings)).toEqual([expect.stringContaining(message)]);
  });

  test('a release of Talos that is not known yet is not judged', () => {
    expect(messages({ kubernetesVersion: '1.50.0' }, 'v1.40.0')).toEqual([]);
  });

  test('all contradictions come at once, each with a way out', () => {
    const all = findings({ boundaries: [], protection: {} });
    expect(all).toHaveLength(3);
    for (const { hint } of all) expect(hint).toBeTruthy();
  });
});

describe('a route of the tailnet', () => {
  const routed = (route: string) =>
    messages({ talos: { tailscale: { routes: [route as `${string}/${number}`], tags: ['tag:cluster-router'] } } });

  test('that starts in the middle of a network names the network that it lies in (S3-42, trap 57)', () => {
    expect(routed('10.0.3.4/28')).toEqual([
      'talos.tailscale.routes.0: "10.0.3.4/28" is no network address; the network that it lies in is 10.0.3.0/28',
    ]);
    expect(routed('10.0.3.0/27')).toEqual([]);
  });

  test('is right exactly if no bit is set behind its length', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 0xffff }), fc.integer({ min: 16, max: 32 }), (low, length) => {
        const isNetwork = low % 2 ** (32 - length) === 0;
        const tailscale = { routes: [`172.16.${low >> 8}.${low & 255}/${length}`], tags: ['tag:cluster-router'] };
        expect(talosSchema.safeParse({ tailscale }).success).toBe(isNetwork);
      }),
      { numRuns: 200 },
    );
  });
});

describe('a setting that is none', () => {
  test.each<[string, TalosSettings, string]>([
    [
      'a registry twice',
      { registryMirrors: [mirror('https://a.example'), mirror('https://b.example')] },
      'registry twice',
    ],
    ['an endpoint with a slash at its end', { registryMirrors: [mirror('https://a.example/v2/')] }, 'without a slash'],
    ['a folder above others', { kubeletMounts: ['/var/../etc'] }, 'below /var'],
    ['a label that no node can have', { nodeLabels: { zone: 'rack 1' } }, 'letters, digits'],
  ])('%s', (_, talos, message) => {
    expect(messages({ talos })).toEqual([expect.stringContaining(message)]);
  });

  test('is refused by the compiler where types can tell', () => {
    const wrong: TalosSettings[] = [
      // @ts-expect-error no such extension
      { extensions: ['gvizor'] },
      // @ts-expect-error Tailscale needs routes and tags: it is no extension by itself
      { extensions: ['tailscale'] },
      // @ts-expect-error the rest of a node is read-only
      { kubeletMounts: ['/opt/local-path'] },
      // @ts-expect-error a route is a network
      { tailscale: { routes: ['10.0.3.1'], tags: ['tag:cluster-router'] } },
      // @ts-expect-error a tag starts with "tag:"
      { tailscale: { routes: ['10.0.3.0/27'], tags: ['cluster-router'] } },
      // @ts-expect-error a folder has no disk
      { volumes: { data: { disk: 'true', kind: 'directory' } } },
    ];
    expect(wrong).toHaveLength(6);
  });
});

function mirror(endpoint: string) {
  return { registry: 'docker.io', endpoints: [endpoint] };
}
