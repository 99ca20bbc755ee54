import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { parseAllDocuments } from 'yaml';
import { MACHINES as TEST_CLUSTER } from '../../charts/clusters/test-cluster-talos.js';
import { cniOf, type TalosExtension, type TalosSettings, talosOwns } from '../../lib/index.js';
import type { JsonObject } from '../../lib/model/json.js';
import type { TalosMachines } from '../../lib/model/talos.js';
import { committedTree } from '../../lib/synth/read.js';
import { installerImage } from '../../lib/talos/schematic.js';
import { talosFiles } from '../../lib/talos/talos-files.js';
import { describeGolden } from '../support/golden.js';
import { filesOf, planOf, TEST_VERSIONS, type TestSettings, testCluster } from '../support/test-cluster.js';

const settings: TestSettings = {
  boundaries: [talosOwns({ cni: 'none' }), cniOf('Terraform')],
  addresses: { api: ['10.0.3.1'], nodes: ['10.0.1.0/24', '10.0.2.0/24'] },
  protection: { podSecurityDefault: 'baseline', podSecurityExempt: ['kube-system'] },
};

function patches(talos: TalosSettings, others: TestSettings = {}): ReadonlyMap<string, string> {
  return filesOf(planOf(testCluster({ ...settings, ...others, talos }, () => {})), 'talos');
}

/** The machines alone, without a tree. */
function machines(talos: TalosSettings): TalosMachines {
  const inputs = { versions: TEST_VERSIONS, committed: committedTree(new Map()), resetImages: new Set<string>() };
  const declared = testCluster({ ...settings, talos }, () => {}).declare(inputs);
  if (declared.talos === undefined) throw new Error(JSON.stringify(declared.problems));
  return declared.talos;
}

/** Everything that a kind of machine is patched with, as one list. */
function documents(files: ReadonlyMap<string, string>, ...names: readonly string[]): JsonObject[] {
  const texts = names.map((name) => files.get(`talos/${name}.yaml`) ?? '');
  return texts
    .flatMap((text) => parseAllDocuments(text).map((document) => (document as unknown as { toJS(): unknown }).toJS()))
    .filter((object): object is JsonObject => object !== null);
}

describeGolden('talos', {
  'test-cluster': () => patches(TEST_CLUSTER),
  'everything-on-every-machine': () =>
    patches(
      {
        platform: 'nocloud',
        workersOnControlPlanes: true,
        extensions: ['iscsi-tools', 'util-linux-tools'],
        kubeletMounts: ['/var/lib/longhorn', '/var/lib/openebs'],
        volumes: { fast: { disk: 'disk.transport == "nvme" && !system_disk', minSize: '50GiB', maxSize: '200GiB' } },
      },
      {
        boundaries: [talosOwns({ kubeProxy: false })],
        protection: { podSecurityDefault: 'privileged', podSecurityExempt: ['kube-system', 'legacy'] },
      },
    ),
  'workers-with-mounts': () => patches({ kubeletMounts: ['/var/lib/openebs'], volumes: { scratch: 'directory' } }),
});

describe('the installer', () => {
  const image = (...extensions: TalosExtension[]) => {
    const [{ machine }] = documents(patches({ extensions }), 'nodes') as [{ machine: { install: { image: string } } }];
    return machine.install.image;
  };

  test.each([
    [[], '376567988ad370138ad8b2698212367b8edcb69b5fd68c80be1f2ec7d603b4ba'],
    [['qemu-guest-agent'], 'ce4c980550dd2ab1b17bbf2b08801c7eb59418eafe8f279833297925d67c7515'],
    [['util-linux-tools', 'iscsi-tools'], '613e1592b2da41ae5e265e8789429f22e121aab91cb4deb6bc3c0b6262961245'],
  ] as const)('with %j is the one that the image factory builds', (extensions, id) => {
    expect(image(...extensions)).toBe(`factory.talos.dev/metal-installer/${id}:v1.13.9`);
  });

  test('is the same in whatever order extensions are named, and another for others', () => {
    const names = fc.uniqueArray(fc.constantFrom<TalosExtension>('gvisor', 'zfs', 'nfs-utils', 'btrfs', 'drbd'));
    fc.assert(
      fc.property(names, names, (one, other) => {
        const isSame = [...one].sort().join() === [...other].sort().join();
        const [a, b] = [one, other].map((extensions) => installerImage(machines({ extensions })));
        expect(a === b).toBe(isSame);
      }),
      { numRuns: 200 },
    );
  });
});

describe('what a machine gets', () => {
  const settingsOf = fc.record(
    {
      apiLink: fc.constant('eth0'),
      extensions: fc.subarray<TalosExtension>(['gvisor', 'zfs', 'nfs-utils']),
      kubeletMounts: fc.subarray<`/var/${string}`>(['/var/lib/openebs', '/var/lib/longhorn', '/var/lib/rook']),
      volumes: fc.dictionary(fc.stringMatching(/^[a-z][a-z0-9-]{0,8}$/), fc.constant('directory' as const), {
        maxKeys: 3,
      }),
      workersOnControlPlanes: fc.boolean(),
    },
    { requiredKeys: [] },
  );

  test('every kind of machine that runs pods sees every folder, once, and no other machine is changed for it (S3-27)', () => {
    fc.assert(
      fc.property(settingsOf, (talos) => {
        const files = new Map(talosFiles(machines(talos)).map(({ name, documents: all }) => [name, all]));
        const seen = (...names: string[]) =>
          names
            .flatMap((name) => files.get(`${name}.yaml`) ?? [])
            .flatMap(({ machine }) => {
              const { kubelet } = (machine ?? {}) as { kubelet?: { extraMounts?: { source: string }[] } };
              return (kubelet?.extraMounts ?? []).map(({ source }) => source);
            });
        const wanted = [...(talos.kubeletMounts ?? [])].sort();
        expect(seen('nodes', 'worker')).toEqual(wanted);
        expect(seen('nodes', 'controlplane')).toEqual(talos.workersOnControlPlanes === true ? wanted : []);
      }),
      { numRuns: 200 },
    );
  });

  test('only control planes bear the address of the API and lead to the tailnet', () => {
    const files = patches(TEST_CLUSTER);
    const kinds = (...names: string[]) => documents(files, ...names).map(({ kind }) => kind);
    expect(kinds('controlplane')).toEqual(['Layer2VIPConfig', 'ExtensionServiceConfig']);
    expect(kinds('nodes', 'worker')).not.toContain('Layer2VIPConfig');
    expect(kinds('nodes', 'worker')).not.toContain('ExtensionServiceConfig');
  });

  test('nothing but what differs from Talos’ own Pod Security: its lists only grow (trap 64)', () => {
    expect(patches({}).has('talos/controlplane.yaml')).toBe(false);
    const exempt = patches(
      {},
      { protection: { podSecurityDefault: 'baseline', podSecurityExempt: ['kube-system', 'old'] } },
    );
    expect(JSON.stringify(documents(exempt, 'controlplane'))).toContain('"namespaces":["old"]');
  });
});
