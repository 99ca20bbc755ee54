import { type Cluster, HelmApp, k8s, Unit } from '../../../lib/index.js';

export interface NfsStorageProps {
  /** Address or host name of the server. */
  readonly server: string;
  /** Exported folder; each volume is a folder in it. */
  readonly share: `/${string}`;
  /** Name of the StorageClass. @default 'nfs' */
  readonly className?: string;
}

const DRIVER = 'nfs.csi.k8s.io';

/** Option: volumes on an NFS server, which several nodes may use at once. Never the default: databases lock files. */
export function nfsStorage(cluster: Cluster, { server, share, className = 'nfs' }: NfsStorageProps): Unit {
  const unit = new Unit(cluster.infrastructure('storage'), 'csi-driver-nfs', {
    podSecurity: { level: 'privileged', reason: 'the driver mounts NFS on the node' },
    namespace: 'csi-nfs',
  });
  new HelmApp(unit, 'csi-driver-nfs', {
    values: { controller: { enableSnapshotter: false } },
    brings: [{ group: 'storage.k8s.io', kind: 'CSIDriver', name: DRIVER }],
  });
  new k8s.KubeStorageClass(unit, className, {
    metadata: { name: className },
    provisioner: DRIVER,
    parameters: { server, share },
    reclaimPolicy: 'Retain',
    volumeBindingMode: 'Immediate',
    allowVolumeExpansion: true,
    mountOptions: ['nfsvers=4.1'],
  });
  return unit;
}
