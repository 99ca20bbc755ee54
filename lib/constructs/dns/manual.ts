import type { RecordsByHand } from '../../model/dns-records.js';
import type { Dns } from '../strategies.js';

/** Records that a person makes; the cluster's page under docs/clusters/ has the table. */
export function manualDns(options: Partial<RecordsByHand> = {}): Dns {
  const { target = 'where the cluster’s traffic comes in', service } = options;
  return {
    name: 'manual',
    byHand: { target, ...(service === undefined ? {} : { service }) },
    annotations: () => ({}),
    serviceAnnotations: () => ({}),
    alias: () => undefined,
  };
}
