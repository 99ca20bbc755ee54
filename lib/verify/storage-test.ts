import type { KubeObject } from '../model/manifest.js';
import { RESTRICTED_CONTAINER, restrictedPod } from '../model/restricted.js';

/** Name of the claim and of the pod. */
export const STORAGE_TEST_NAME = 'storage-test';
export const STORAGE_TEST_IMAGE = 'docker.io/library/busybox:1.37.0';

export interface StorageTest {
  /** @default the cluster's default class */
  readonly storageClass?: string;
  readonly namespace: string;
  readonly image: string;
}

/**
 * A claim and a pod that writes to it and reads it back: a claim that is bound shows nothing, since it is the mount that
 * fails (S3-29, S3-96). Temporary: never part of the tree. The pod ends as Succeeded, or says what failed.
 */
export function storageTest({ storageClass, namespace, image }: StorageTest): KubeObject[] {
  const metadata = {
    name: STORAGE_TEST_NAME,
    namespace,
    labels: { 'app.kubernetes.io/name': STORAGE_TEST_NAME, 'app.kubernetes.io/managed-by': 'homelab-gitops' },
  };
  const claim = {
    apiVersion: 'v1',
    kind: 'PersistentVolumeClaim',
    metadata,
    spec: {
      accessModes: ['ReadWriteOnce'],
      ...(storageClass === undefined ? {} : { storageClassName: storageClass }),
      resources: { requests: { storage: '1Gi' } },
    },
  };
  const pod = {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata,
    spec: {
      activeDeadlineSeconds: 300,
      automountServiceAccountToken: false,
      enableServiceLinks: false,
      restartPolicy: 'Never',
      securityContext: { ...restrictedPod(65534), fsGroup: 65534 },
      containers: [
        {
          name: 'write-and-read',
          image,
          command: ['/bin/sh', '-ec', SCRIPT],
          resources: { requests: { cpu: '10m', memory: '16Mi' }, limits: { memory: '64Mi' } },
          securityContext: { ...RESTRICTED_CONTAINER, readOnlyRootFilesystem: true },
          volumeMounts: [{ name: 'data', mountPath: '/data' }],
        },
      ],
      volumes: [{ name: 'data', persistentVolumeClaim: { claimName: STORAGE_TEST_NAME } }],
    },
  };
  return [claim, pod];
}

/** A folder of the node's own file system would take the bytes as well: what is mounted has to be a mount. */
const SCRIPT = [
  'grep -q " /data " /proc/mounts',
  'dd if=/dev/urandom of=/data/written bs=1M count=16',
  'sync',
  'sha256sum /data/written >/data/sum',
  'sha256sum -c /data/sum',
  'df -h /data',
].join('\n');
