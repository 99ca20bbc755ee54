import { type Cluster, HelmApp, needsKubeletMount, Unit } from '../../../lib/index.js';

export interface LonghornProps {
  /**
   * The SPDK engine. It polls: a core of every node that has it is busy at 100 %, and two where it has two, with
   * nothing to do (S3-28). @default false
   */
  readonly v2Engine?: boolean;
  /** Copies of a volume, each on a node of its own. @default 2 */
  readonly replicas?: number;
  /** Folder of every node that volumes are kept in, in the cluster's `talos.kubeletMounts` where nodes run Talos. @default '/var/lib/longhorn' */
  readonly path?: string;
}

const SMALL = { requests: { cpu: '10m', memory: '64Mi' }, limits: { memory: '512Mi' } };

/** Option: volumes that are copied between nodes (S3-28). On Talos it needs the extensions iscsi-tools and util-linux-tools. */
export function longhorn(cluster: Cluster, props: LonghornProps = {}): Unit {
  const { v2Engine = false, replicas = 2, path = '/var/lib/longhorn' } = props;
  const unit = new Unit(cluster.infrastructure('storage'), 'longhorn', {
    namespace: 'longhorn-system',
    provides: ['longhorn.io'],
    podSecurity: { level: 'privileged', reason: 'its engines attach disks to the node' },
  });
  needsKubeletMount(unit, path);
  new HelmApp(unit, 'longhorn', {
    timeout: '15m',
    // Uninstalling it deletes every volume.
    stateful: true,
    values: {
      // A hook that a GitOps tool runs before what it looks at is there.
      preUpgradeChecker: { jobEnabled: false },
      persistence: { defaultClass: false, defaultClassReplicaCount: replicas, reclaimPolicy: 'Retain' },
      defaultSettings: { defaultDataPath: path, defaultReplicaCount: replicas, v2DataEngine: v2Engine },
      longhornManager: { resources: SMALL },
      longhornDriver: { resources: SMALL },
      longhornUI: { replicas: 1, resources: SMALL },
    },
    brings: [{ group: 'storage.k8s.io', kind: 'StorageClass', name: 'longhorn' }],
  });
  return unit;
}
