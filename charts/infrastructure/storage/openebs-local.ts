import { type Cluster, HelmApp, needsKubeletMount, Unit } from '../../../lib/index.js';

export interface OpenebsLocalProps {
  /** Folder of every node that volumes are kept in, in the cluster's `talos.kubeletMounts` where nodes run Talos. @default '/var/lib/openebs' */
  readonly path?: string;
}

/**
 * Option: volumes as folders of the node (S3-27). Temporary: they are lost with the node, and a pod never leaves it.
 */
export function openebsLocal(cluster: Cluster, { path = '/var/lib/openebs' }: OpenebsLocalProps = {}): Unit {
  const unit = new Unit(cluster.infrastructure('storage'), 'openebs-local', {
    namespace: 'openebs',
    podSecurity: { level: 'privileged', reason: 'the provisioner makes and removes folders of the node' },
  });
  needsKubeletMount(unit, path);
  new HelmApp(unit, 'localpv-provisioner', {
    values: {
      analytics: { enabled: false },
      hostpathClass: { name: 'openebs-hostpath', basePath: path, reclaimPolicy: 'Retain', isDefaultClass: false },
      localpv: { resources: { requests: { cpu: '10m', memory: '32Mi' }, limits: { memory: '128Mi' } } },
    },
    brings: [{ group: 'storage.k8s.io', kind: 'StorageClass', name: 'openebs-hostpath' }],
  });
  return unit;
}
