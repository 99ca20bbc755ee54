import type { JsonObject } from '../../lib/index.js';

/** No CPU limit: what has nothing to do lends, and is not throttled when it has. */
export function resources(cpu: string, memory: string, memoryLimit: string): JsonObject {
  return { requests: { cpu, memory }, limits: { memory: memoryLimit } };
}
