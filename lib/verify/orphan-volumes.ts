import * as z from 'zod';
import { InputError } from '../model/error.js';

/** What is known of a Proxmox storage and of everybody who may use it. */
export interface StorageState {
  /** As `pvesm list <storage>` prints it. */
  readonly volumes: string;
  /** All configurations of virtual machines and containers, one after the other. */
  readonly machines: string;
  /** What `kubectl get pv -o json` says, of every cluster on this storage. */
  readonly persistentVolumes: readonly unknown[];
}

export interface StorageVolume {
  /** `local-zfs:vm-101-disk-2`. */
  readonly id: string;
  readonly bytes: number;
  /** Why it stays. @default nobody uses it: an orphan */
  readonly usedBy?: string;
}

/** Disks that the CSI driver makes, and those beyond a machine's first two; only these are ever looked at (S3-26). */
const CANDIDATE = /^vm-\d+-(?:pvc-[\w-]+|disk-[2-9])$/;

const volumeList = z.object({
  items: z.array(
    z.object({
      metadata: z.object({ name: z.string() }),
      spec: z.object({ csi: z.object({ volumeHandle: z.string() }).optional() }),
    }),
  ),
});

/**
 * Volumes that a claim or a machine may have left behind: `Retain` keeps them for a person to decide (S3-26). The name
 * alone proves nothing, since a live machine may have a third disk (trap 62): whoever names a volume, keeps it.
 */
export function volumesLeftBehind({ volumes, machines, persistentVolumes }: StorageState): StorageVolume[] {
  // Without them everything would look unused, and a failed command leaves an empty file.
  if (!/^(?:arch|boot|cores|memory|scsi0|virtio0|rootfs):/m.test(machines)) {
    throw new InputError(
      'the machines’ configurations name no machine',
      'cat /etc/pve/nodes/*/qemu-server/*.conf /etc/pve/nodes/*/lxc/*.conf, on any node of Proxmox',
    );
  }
  if (persistentVolumes.length === 0) throw noClusters('nobody said what the clusters use');
  const claimed = new Map(persistentVolumes.flatMap(handles));
  const mentioned = new Set(machines.match(/\bvm-\d+-[\w-]+/g));
  return listed(volumes)
    .filter(({ id }) => CANDIDATE.test(nameOf(id)))
    .map((volume) => {
      const claim = claimed.get(nameOf(volume.id));
      if (claim !== undefined) return { ...volume, usedBy: `PersistentVolume ${claim}` };
      return mentioned.has(nameOf(volume.id)) ? { ...volume, usedBy: 'a machine’s configuration' } : volume;
    });
}

/** `local-zfs:vm-9999-pvc-1  raw  images  5368709120  9999`, below a line of titles. */
function listed(text: string): StorageVolume[] {
  const lines = text.split('\n').filter((line) => line.trim() !== '' && !/^Volid\b/.test(line));
  return lines.map((line) => {
    const [, id, size] = /^(\S+:\S+)\s+\S+\s+\S+\s+(\d+)\s+\d+\s*$/.exec(line) ?? [];
    if (id === undefined) {
      throw new InputError(
        `the list of volumes has a line that is none: ${line.slice(0, 80)}`,
        'pvesm list local-zfs, as it is printed',
      );
    }
    return { id, bytes: Number(size) };
  });
}

/** Names of the volumes behind PersistentVolumes: the last part of `region/zone/storage/volume`. */
function handles(list: unknown): [volume: string, persistentVolume: string][] {
  const read = volumeList.safeParse(list);
  if (!read.success) throw noClusters('a list of PersistentVolumes is none');
  return read.data.items.flatMap(({ metadata, spec: { csi } }) =>
    csi === undefined ? [] : [[csi.volumeHandle.split('/').at(-1) ?? '', metadata.name]],
  );
}

/** Without the storage; a machine's name for it may have that of its template before it, so names alone are compared. */
function nameOf(id: string): string {
  return id.slice(id.indexOf(':') + 1);
}

function noClusters(fact: string): InputError {
  return new InputError(fact, 'kubectl get pv -o json, of every cluster that has volumes there');
}
