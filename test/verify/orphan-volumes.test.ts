import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { volumesLeftBehind } from '../../lib/verify/orphan-volumes.js';

const GIB = 2 ** 30;
const list = (...names: readonly string[]) =>
  ['Volid Format Type Size VMID', ...names.map((name) => `local-zfs:${name}  raw  images  ${5 * GIB}  101`), ''].join(
    '\n',
  );
const volumes = (...handles: readonly string[]) => ({
  items: handles.map((handle, index) => ({
    metadata: { name: `pvc-${index}` },
    spec: { csi: { volumeHandle: `homelab/atlas/local-zfs/${handle}` } },
  })),
});
const machine = (...disks: readonly string[]) =>
  ['boot: order=scsi0', 'cores: 4', ...disks.map((disk, n) => `scsi${n}: local-zfs:${disk},size=5G`)].join('\n');

function orphans(state: { volumes: string; machines: string; persistentVolumes: readonly unknown[] }): string[] {
  return volumesLeftBehind(state)
    .filter(({ usedBy }) => usedBy === undefined)
    .map(({ id }) => id);
}

describe('S3-26 volumes that were left behind', () => {
  const state = {
    volumes: list('vm-101-disk-0', 'vm-101-disk-2', 'vm-102-disk-3', 'vm-9999-pvc-a', 'vm-9999-pvc-b'),
    machines: machine('vm-101-disk-0', 'vm-101-disk-2'),
    persistentVolumes: [volumes('vm-9999-pvc-a')],
  };

  test('are those that neither a machine nor a PersistentVolume names', () => {
    expect(orphans(state)).toEqual(['local-zfs:vm-102-disk-3', 'local-zfs:vm-9999-pvc-b']);
  });

  test('trap 62: the third disk of a live machine is none, though its name has the pattern', () => {
    expect(volumesLeftBehind(state)).toContainEqual({
      id: 'local-zfs:vm-101-disk-2',
      bytes: 5 * GIB,
      usedBy: 'a machine’s configuration',
    });
  });

  test('a machine made from a template names its disk after the template’s', () => {
    const machines = machine('base-100-disk-0/vm-102-disk-3');
    expect(orphans({ ...state, machines })).not.toContain('local-zfs:vm-102-disk-3');
  });

  test('a machine’s first disks are never looked at, whoever names them', () => {
    expect(
      orphans({ ...state, volumes: list('vm-300-disk-0', 'vm-300-disk-1', 'base-1-disk-2', 'vm-1-cloudinit') }),
    ).toEqual([]);
  });

  test('every cluster on the storage is asked', () => {
    const persistentVolumes = [...state.persistentVolumes, volumes('vm-9999-pvc-b')];
    expect(orphans({ ...state, persistentVolumes })).toEqual(['local-zfs:vm-102-disk-3']);
  });

  test('with what a failed command left, nothing is an orphan: it is an error', () => {
    expect(() => orphans({ ...state, machines: '' })).toThrow(/name no machine/);
    expect(() => orphans({ ...state, persistentVolumes: [] })).toThrow(/nobody said/);
    expect(() => orphans({ ...state, persistentVolumes: [{ kind: 'Status', message: 'Forbidden' }] })).toThrow(
      /is none/,
    );
    expect(() => orphans({ ...state, volumes: 'storage local-zfs does not exist' })).toThrow(/a line that is none/);
  });

  test('no volume that anybody uses is ever an orphan, and every other candidate is', () => {
    const disk = fc.tuple(fc.integer({ min: 100, max: 110 }), fc.integer({ min: 0, max: 9 }));
    const volume = fc.oneof(
      disk.map(([vm, n]) => `vm-${vm}-disk-${n}`),
      fc.uuid().map((id) => `vm-9999-pvc-${id}`),
    );
    const user = fc.constantFrom('machine', 'cluster', 'both', 'nobody');
    const used = fc.uniqueArray(fc.record({ volume, user }), { selector: ({ volume: name }) => name, maxLength: 20 });
    fc.assert(
      fc.property(used, (all) => {
        const namesOf = (...users: readonly string[]) =>
          all.filter((one) => users.includes(one.user)).map((one) => one.volume);
        const found = orphans({
          volumes: list(...all.map((one) => one.volume)),
          machines: machine(...namesOf('machine', 'both')),
          persistentVolumes: [volumes(...namesOf('cluster', 'both'))],
        });
        const expected = namesOf('nobody').filter((name) => !/-disk-[01]$/.test(name));
        expect(found).toEqual(expected.map((name) => `local-zfs:${name}`));
      }),
      { numRuns: 300 },
    );
  });
});
