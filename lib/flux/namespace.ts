import type { KubeObject } from '../model/manifest.js';
import type { PodSecurity } from '../model/unit.js';
import { NEVER_PRUNE } from './prune.js';

/** A namespace: with a Pod Security label (S1-78), and never pruned (a production one was once: flux #732). */
export function namespaceObject({
  name,
  security,
  labels = {},
}: {
  readonly name: string;
  readonly security: PodSecurity;
  /** @default none but the Pod Security level */
  readonly labels?: Readonly<Record<string, string>>;
}): KubeObject {
  const { level, reason } = security;
  return {
    apiVersion: 'v1',
    kind: 'Namespace',
    metadata: {
      name,
      labels: { ...labels, 'pod-security.kubernetes.io/enforce': level },
      annotations: {
        ...Object.fromEntries([NEVER_PRUNE]),
        ...(reason === '' ? {} : { 'kubernetes.io/description': reason }),
      },
    },
  };
}
