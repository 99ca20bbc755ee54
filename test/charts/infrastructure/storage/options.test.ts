import { describe, expect, test } from '@jest/globals';
import { parse } from 'yaml';
import { longhorn } from '../../../../charts/infrastructure/storage/longhorn.js';
import { nfsStorage } from '../../../../charts/infrastructure/storage/nfs.js';
import { openebsLocal } from '../../../../charts/infrastructure/storage/openebs-local.js';
import { type Cluster, k3sBundled, type TalosSettings, talosOwns } from '../../../../lib/index.js';
import { filesOf, planOf, testCluster } from '../../../support/test-cluster.js';

const chart = (name: string) => [name, { repository: 'https://charts.example.org', chart: name, version: '1.0.0' }];
const versions = {
  charts: Object.fromEntries(['longhorn', 'localpv-provisioner', 'csi-driver-nfs'].map(chart)),
  images: { talos: { repository: 'ghcr.io/siderolabs/talos', tag: 'v1.13.9' } },
};

const TALOS = { boundaries: [talosOwns()] };

/** Machines whose kubelet sees some folders, and of which something is said at all. */
const machines = (talos: TalosSettings) => ({
  ...TALOS,
  protection: { podSecurityDefault: 'baseline', podSecurityExempt: ['kube-system'] } as const,
  talos,
});

function findings(declare: (cluster: Cluster) => void, settings: Parameters<typeof testCluster>[0] = TALOS) {
  return planOf(testCluster(settings, declare), { versions }).findings.map(({ code, message }) => `${code} ${message}`);
}

function values(
  name: string,
  declare: (cluster: Cluster) => void,
  settings: Parameters<typeof testCluster>[0] = TALOS,
) {
  const files = filesOf(planOf(testCluster(settings, declare), { versions }), 'infrastructure');
  const [text = ''] = [...files].filter(([path]) => /helmrelease.*\.yaml$/.test(path)).map(([, content]) => content);
  const { metadata, spec } = parse(text);
  expect(metadata.name).toBe(name);
  return spec.values;
}

describe('S3-27 OpenEBS LocalPV', () => {
  test('on Talos is refused where the kubelet does not see its folder', () => {
    expect(findings((c) => openebsLocal(c))).toEqual([
      'KUBELET_MOUNT_MISSING keeps volumes in /var/lib/openebs, which the kubelet of a Talos node does not see',
    ]);
  });

  test('is fine with the mount, and where the kubelet is no container', () => {
    expect(findings((c) => openebsLocal(c), machines({ kubeletMounts: ['/var/lib/openebs'] }))).toEqual([]);
    expect(findings((c) => openebsLocal(c), { boundaries: [k3sBundled()] })).toEqual([]);
  });

  test('never becomes the default class, and keeps what a claim leaves', () => {
    const { hostpathClass } = values('localpv-provisioner', (c) => openebsLocal(c, { path: '/var/mnt/local' }));
    expect(hostpathClass).toMatchObject({ basePath: '/var/mnt/local', isDefaultClass: false, reclaimPolicy: 'Retain' });
  });
});

describe('S3-28 Longhorn', () => {
  const mounted = machines({
    kubeletMounts: ['/var/lib/longhorn'],
    extensions: ['iscsi-tools', 'util-linux-tools'],
  });

  test('leaves the engine off that keeps a core of every node busy, unless it is asked for', () => {
    const engine = (props: Parameters<typeof longhorn>[1]) =>
      values('longhorn', (c) => longhorn(c, props), mounted).defaultSettings.v2DataEngine;
    expect(engine({})).toBe(false);
    expect(engine({ v2Engine: true })).toBe(true);
  });

  test('on Talos needs its folder mounted, whichever that is (S3-30)', () => {
    expect(findings((c) => longhorn(c))).toHaveLength(1);
    expect(findings((c) => longhorn(c, { path: '/srv/disk' }), mounted)).toHaveLength(1);
    expect(
      findings((c) => longhorn(c, { path: '/var/mnt/disk' }), machines({ volumes: { disk: 'directory' } })),
    ).toEqual([]);
    expect(
      findings((c) => longhorn(c, { path: '/var/mnt/disk' }), machines({ volumes: { other: 'directory' } })),
    ).toHaveLength(1);
    expect(findings((c) => longhorn(c, { path: '/var/mnt/longhorn' }))).toEqual([]);
  });

  test('is never pruned with the volumes that it holds', () => {
    const files = filesOf(
      planOf(
        testCluster(mounted, (c) => void longhorn(c)),
        { versions },
      ),
    );
    const release = files.get('infrastructure/storage/longhorn/app/helmrelease.yaml');
    expect(release).toContain('kustomize.toolkit.fluxcd.io/prune: disabled');
  });
});

test('NFS is a class of its own that keeps what a claim leaves', () => {
  const declare = (c: Cluster) => void nfsStorage(c, { server: 'nas.example.org', share: '/export/k8s' });
  const files = filesOf(planOf(testCluster(TALOS, declare), { versions }));
  const storage = parse(files.get('infrastructure/storage/csi-driver-nfs/app/storageclass-nfs.yaml') ?? '');
  expect(storage.metadata.annotations).toBeUndefined();
  expect(storage).toMatchObject({
    provisioner: 'nfs.csi.k8s.io',
    parameters: { server: 'nas.example.org', share: '/export/k8s' },
    reclaimPolicy: 'Retain',
  });
});
