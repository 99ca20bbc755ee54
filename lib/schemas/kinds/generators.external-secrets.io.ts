import * as z from 'zod';
import { fields, optionalFields, text } from './field-types.js';
import type { ZodKinds } from './zod-kind.js';

/** External Secrets: the one generator that came after its published models. Source: its documentation. */
export const KINDS = {
  SSHKey: {
    version: 'v1alpha1',
    scope: 'Namespaced',
    schema: fields(
      {
        spec: optionalFields({
          keyType: z.enum(['rsa', 'ecdsa', 'ed25519']),
          keySize: z.int().min(256).max(8192),
          comment: text,
        }),
      },
      {},
    ),
  },
} as const satisfies ZodKinds;
