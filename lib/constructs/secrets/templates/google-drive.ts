import * as z from 'zod';
import { jsonWith } from '../../format.js';
import { asked } from '../../secret-values.js';
import { type SecretTemplate, secretTemplate } from '../secret-template.js';

export const googleServiceAccountSchema = () =>
  z.object({
    'service-account.json': jsonWith('type', 'project_id', 'private_key', 'client_email'),
  });

export type GoogleServiceAccount = z.infer<ReturnType<typeof googleServiceAccountSchema>>;

/** A Google service account; its file is the answer (S3-80). */
export function googleServiceAccount(): SecretTemplate<keyof GoogleServiceAccount> {
  const placeholder = { type: 'service_account', project_id: 'placeholder', private_key: '', client_email: '' };
  return secretTemplate(googleServiceAccountSchema, () => ({
    'service-account.json': asked('Key file of the Google service account, in JSON', {
      placeholder: JSON.stringify(placeholder),
      variable: 'GOOGLE_CREDENTIALS',
    }),
  }));
}
