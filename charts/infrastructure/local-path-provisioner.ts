import { type Cluster, HelmApp, needsKubeletMount, Unit } from '../../lib/index.js';

/** The class that the cluster's `storageClass` names. */
export const LOCAL_PATH = 'local-path';

export interface LocalPathOptions {
  /** Folder of the nodes. On Talos a user volume below /var/mnt, the only place that survives an upgrade. */
  readonly folder: string;
}

/** Volumes on the node's own disk: fast enough for a database, and gone with the node, so back up what matters. */
export function localPathProvisioner(cluster: Cluster, { folder }: LocalPathOptions): Unit {
  const unit = new Unit(cluster.infrastructure(), 'local-path-provisioner', {
    podSecurity: { level: 'privileged', reason: 'its helper pods make and remove folders of the node' },
  });
  needsKubeletMount(unit, folder);
  const { repository, tag } = cluster.imageParts('busybox');
  new HelmApp(unit, 'local-path-provisioner', {
    values: {
      storageClass: { name: LOCAL_PATH, defaultClass: true, reclaimPolicy: 'Retain' },
      nodePathMap: [{ node: 'DEFAULT_PATH_FOR_NON_LISTED_NODES', paths: [folder] }],
      helperImage: { repository, tag },
      resources: { requests: { cpu: '10m', memory: '32Mi' }, limits: { memory: '128Mi' } },
      helperPod: { resources: { requests: { cpu: '10m', memory: '16Mi' }, limits: { memory: '64Mi' } } },
    },
    brings: [{ group: 'storage.k8s.io', kind: 'StorageClass', name: LOCAL_PATH }],
  });
  return unit;
}
