import {
  type Cluster,
  checksumAnnotations,
  DeclaredSecret,
  HelmApp,
  k8s,
  type ProxmoxCsiProps,
  proxmoxCsi,
  Unit,
} from '../../../lib/index.js';

export interface ProxmoxStorageProps extends ProxmoxCsiProps {
  /** Proxmox nodes, as the label `topology.kubernetes.io/zone` of the virtual machines on them names them (S3-24). */
  readonly zones: readonly string[];
  /** Storage of those nodes that volumes are made on: `local-zfs`. */
  readonly storage: string;
  /** Name of the StorageClass. @default 'proxmox-zfs' */
  readonly className?: string;
}

const SMALL = { requests: { cpu: '10m', memory: '32Mi' }, limits: { memory: '128Mi' } };

/** Volumes on Proxmox' own storage, and the cluster's default class (S3-22 to S3-24). */
export function proxmoxStorage(cluster: Cluster, props: ProxmoxStorageProps): Unit {
  const { zones, storage, className = 'proxmox-zfs', ...connection } = props;
  const unit = new Unit(cluster.infrastructure('storage'), 'proxmox-csi', {
    namespace: 'csi-proxmox',
    podSecurity: { level: 'privileged', reason: 'the driver formats and mounts disks of the node' },
  });
  const { secrets, bootstrapSecrets: backend = secrets } = cluster.settings;
  // Vault, which keeps all other secrets, is on such a volume itself.
  const token = new DeclaredSecret(unit, 'proxmox-csi-plugin', proxmoxCsi(connection), { backend });
  new HelmApp(unit, 'proxmox-csi-plugin', {
    values: {
      existingConfigSecret: token.name,
      existingConfigSecretKey: token.ref('config.yaml').key,
      // The scheduler knows how much room each storage has; a boolean, not a text (S3-23).
      options: { enableCapacity: true },
      podAnnotations: checksumAnnotations([token]),
      controller: {
        plugin: { resources: SMALL },
        attacher: { resources: SMALL },
        provisioner: { resources: SMALL },
        resizer: { resources: SMALL },
      },
      node: {
        plugin: { resources: SMALL },
        driverRegistrar: { resources: SMALL },
        // On controllers as well: a pod that may run there may have a volume there (S3-32).
        tolerations: [{ operator: 'Exists', effect: 'NoSchedule' }],
      },
      livenessprobe: { resources: SMALL },
    },
    brings: [{ group: 'storage.k8s.io', kind: 'CSIDriver', name: DRIVER }],
  });
  new k8s.KubeStorageClass(unit, className, {
    metadata: { name: className, annotations: { 'storageclass.kubernetes.io/is-default-class': 'true' } },
    provisioner: DRIVER,
    parameters: { storage, ssd: 'true', 'csi.storage.k8s.io/fstype': 'ext4' },
    // What a claim leaves behind stays, until somebody has looked at it (S3-26).
    reclaimPolicy: 'Retain',
    allowVolumeExpansion: true,
    // The disk is made on the Proxmox node that the pod runs on.
    volumeBindingMode: 'WaitForFirstConsumer',
    allowedTopologies: [
      {
        matchLabelExpressions: [
          { key: 'topology.kubernetes.io/region', values: [connection.region] },
          { key: 'topology.kubernetes.io/zone', values: [...zones] },
        ],
      },
    ],
  });
  return unit;
}

const DRIVER = 'csi.proxmox.sinextra.dev';
