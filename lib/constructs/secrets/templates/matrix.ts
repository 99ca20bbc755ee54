import * as z from 'zod';
import { type SecretTemplate, secretTemplate } from '../secret-template.js';

export const matrixSchema = () =>
  z.object({
    'signing.key': z
      .string()
      .regex(/^ed25519 [A-Za-z0-9_]+ [A-Za-z0-9+/]{43}=?\n$/, 'algorithm, version and key on one line'),
  });

export type MatrixCredentials = z.infer<ReturnType<typeof matrixSchema>>;

/** The key that Synapse signs its events with, for `signingkey.existingSecret` (S3-75). */
export function matrixSigningKey(): SecretTemplate<keyof MatrixCredentials> {
  const rotation = 'other servers trust old events only as long as the old key stands in old_signing_keys';
  return secretTemplate(matrixSchema, () => ({ 'signing.key': { source: { from: 'matrix-signing-key' }, rotation } }));
}
