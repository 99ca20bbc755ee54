import * as z from 'zod';
import { fields, optionalFields, text, textMap } from './field-types.js';
import type { ZodKinds } from './zod-kind.js';

const source = optionalFields({ persistentVolumeClaimName: text, volumeSnapshotContentName: text }).refine(
  (given) => Object.keys(given).length === 1,
  { message: 'names not exactly one of persistentVolumeClaimName and volumeSnapshotContentName' },
);

/** Snapshots of volumes. Source: Kubernetes' documentation. */
export const KINDS = {
  VolumeSnapshot: {
    version: 'v1',
    scope: 'Namespaced',
    schema: fields({ spec: fields({ source }, { volumeSnapshotClassName: text }) }, {}),
  },
  VolumeSnapshotClass: {
    version: 'v1',
    scope: 'Cluster',
    schema: fields({ driver: text, deletionPolicy: z.enum(['Delete', 'Retain']) }, { parameters: textMap }),
  },
} as const satisfies ZodKinds;
