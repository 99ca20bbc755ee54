import type { JsonObject } from '../../lib/index.js';

/** Values that charts put into pods as they are: what the level `restricted` asks for. */
export function podSecurity(user: number): JsonObject {
  return {
    runAsNonRoot: true,
    runAsUser: user,
    runAsGroup: user,
    fsGroup: user,
    fsGroupChangePolicy: 'OnRootMismatch',
    seccompProfile: { type: 'RuntimeDefault' },
  };
}

export const containerSecurity: JsonObject = {
  allowPrivilegeEscalation: false,
  capabilities: { drop: ['ALL'] },
};

/** No CPU limit: what has nothing to do lends, and is not throttled when it has. */
export function resources(cpu: string, memory: string, memoryLimit: string): JsonObject {
  return { requests: { cpu, memory }, limits: { memory: memoryLimit } };
}
