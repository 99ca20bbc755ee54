import * as z from 'zod';
import { fields, text, whole } from './field-types.js';
import type { ZodKinds } from './zod-kind.js';

const zone = fields(
  {
    kind: z.enum(['Native', 'Master', 'Slave', 'Producer', 'Consumer']),
    nameservers: z
      .array(z.string().regex(/^([a-zA-Z0-9-]+\.)*[a-zA-Z0-9-]+$/, 'no host name (without a dot at its end)'))
      .min(1),
  },
  { catalog: text, soa_edit_api: z.enum(['DEFAULT', 'INCREASE', 'EPOCH']) },
);

const recordSet = fields(
  {
    name: text,
    type: text,
    ttl: whole,
    records: z.array(text),
    zoneRef: fields({ kind: z.enum(['Zone', 'ClusterZone']), name: text }, {}),
  },
  { comment: text },
);

/** PowerDNS operator: zones and records of a PowerDNS server. Source: its guides. */
export const KINDS = {
  ClusterZone: { version: 'v1alpha2', scope: 'Cluster', schema: fields({ spec: zone }, {}) },
  Zone: { version: 'v1alpha2', scope: 'Namespaced', schema: fields({ spec: zone }, {}) },
  ClusterRRset: { version: 'v1alpha2', scope: 'Cluster', schema: fields({ spec: recordSet }, {}) },
  RRset: { version: 'v1alpha2', scope: 'Namespaced', schema: fields({ spec: recordSet }, {}) },
} as const satisfies ZodKinds;
