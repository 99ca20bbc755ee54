import * as z from 'zod';
import { fields, optionalFields, text, textMap, texts } from './field-types.js';
import type { ZodKinds } from './zod-kind.js';

const task = z.enum([
  ...(['snapshot', 'snapshot-force-create', 'snapshot-cleanup', 'snapshot-delete'] as const),
  ...(['backup', 'backup-force-create', 'filesystem-trim', 'system-backup'] as const),
]);

/** Longhorn: what is done to volumes again and again. Source: its documentation of recurring jobs. */
export const KINDS = {
  RecurringJob: {
    version: 'v1beta2',
    scope: 'Namespaced',
    schema: fields(
      {
        spec: optionalFields({
          name: text,
          task,
          cron: text,
          retain: z.int().min(0),
          concurrency: z.int().min(0),
          groups: texts,
          labels: textMap,
          parameters: textMap,
        }),
      },
      {},
    ),
  },
} as const satisfies ZodKinds;
