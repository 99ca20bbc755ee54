import type { KubeObject } from '../model/manifest.js';
import type { PodSecurity } from '../model/unit.js';
import { NEVER_PRUNE } from './prune.js';

/** A namespace: with a Pod Security label (S1-78), and never pruned (a production one was once: flux #732). */
export function namespaceObject({
  name,
  security,
}: {
  readonly name: string;
  readonly security: PodSecurity;
}): KubeObject {
  const { level, reason } = security;
  return {
    apiVersion: 'v1',
    kind: 'Namespace',
    metadata: {
      name,
      labels: { 'pod-security.kubernetes.io/enforce': level },
      annotations: {
        ...Object.fromEntries([NEVER_PRUNE]),
        ...(reason === '' ? {} : { 'kubernetes.io/description': reason }),
      },
    },
  };
}
