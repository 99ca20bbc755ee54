import * as z from 'zod';
import type { KubeObject } from '../model/manifest.js';
import { RESTRICTED_CONTAINER, restrictedPod } from '../model/restricted.js';

/** Name of the pod in every namespace, and of its image (S0-16). */
export const PULL_TEST_NAME = 'test-ghcr-pull';
export const PULL_TEST_IMAGE = 'ghcr.io/mrsimpson/nodejs-demo:build-20251229-132149';

export interface PullTest {
  readonly namespace: string;
  readonly image: string;
  /** Name of the pull secret. */
  readonly secret: string;
}

/** A pod that shows whether an image can be pulled with a namespace's pull secret. Temporary: never part of the tree. */
export function pullTestPod({ namespace, image, secret }: PullTest): KubeObject {
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: {
      name: PULL_TEST_NAME,
      namespace,
      labels: { 'app.kubernetes.io/name': PULL_TEST_NAME, 'app.kubernetes.io/managed-by': 'homelab-gitops' },
    },
    spec: {
      // Ends by itself, should nobody delete it.
      activeDeadlineSeconds: 300,
      automountServiceAccountToken: false,
      enableServiceLinks: false,
      imagePullSecrets: [{ name: secret }],
      restartPolicy: 'Never',
      securityContext: restrictedPod(65534),
      terminationGracePeriodSeconds: 1,
      containers: [
        {
          name: 'pull',
          image,
          // An image that a node still has would show nothing.
          imagePullPolicy: 'Always',
          resources: { requests: { cpu: '10m', memory: '32Mi' }, limits: { memory: '128Mi' } },
          securityContext: { ...RESTRICTED_CONTAINER, readOnlyRootFilesystem: true },
        },
      ],
    },
  };
}

/** What a pod says of its image so far; undefined while it says nothing. */
export interface PullVerdict {
  readonly pulled: boolean;
  /** Reason and message of the kubelet. @default the image was pulled */
  readonly reason?: string;
}

const podStatus = z.object({
  status: z
    .object({
      reason: z.string().optional(),
      containerStatuses: z
        .array(
          z.object({
            imageID: z.string().optional(),
            state: z
              .object({
                waiting: z.object({ reason: z.string().optional(), message: z.string().optional() }).optional(),
              })
              .optional(),
          }),
        )
        .optional(),
    })
    .optional(),
});

const CANNOT_PULL = [
  'ErrImagePull',
  'ImagePullBackOff',
  'InvalidImageName',
  'ErrImageNeverPull',
  'RegistryUnavailable',
];

/** Judges a pod as `kubectl get -o json` prints it. What the container does after its image came is no matter here. */
export function judgePull(pod: unknown): PullVerdict | undefined {
  const { status } = podStatus.catch({}).parse(pod);
  const [container] = status?.containerStatuses ?? [];
  if (container?.imageID !== undefined && container.imageID !== '') return { pulled: true };
  const { reason, message } = container?.state?.waiting ?? {};
  if (reason !== undefined && CANNOT_PULL.includes(reason)) {
    return { pulled: false, reason: [reason, message].filter((part) => part !== undefined).join(': ') };
  }
  // The container cannot start, but its image is there.
  if (reason === 'CreateContainerConfigError' || reason === 'CreateContainerError') return { pulled: true };
  return status?.reason === undefined ? undefined : { pulled: false, reason: status.reason };
}
