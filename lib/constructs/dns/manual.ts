import type { Dns } from '../strategies.js';

/** Records that a person makes; the cluster's page under docs/clusters/ lists the hosts. */
export function manualDns(): Dns {
  return { name: 'manual', annotations: () => ({}), serviceAnnotations: () => ({}), alias: () => undefined };
}
