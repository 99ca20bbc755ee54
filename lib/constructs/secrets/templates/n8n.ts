import * as z from 'zod';
import { generated } from '../../secret-values.js';
import { type SecretTemplate, secretTemplate } from '../secret-template.js';
import { longKey } from './credential-text.js';

export const n8nSchema = () => z.object({ encryptionKey: longKey, runnersToken: longKey });

export type N8nCredentials = z.infer<ReturnType<typeof n8nSchema>>;

/** n8n's key for the credentials in its database, and what its task runners log in with. */
export function n8nCredentials(): SecretTemplate<keyof N8nCredentials> {
  return secretTemplate(n8nSchema, () => ({
    encryptionKey: generated({ length: 32, rotation: 'no credential that n8n has stored can be read with a new key' }),
    runnersToken: generated({ length: 32 }),
  }));
}
