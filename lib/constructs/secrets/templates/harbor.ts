import * as z from 'zod';
import { generated } from '../../secret-values.js';
import { type SecretTemplate, secretTemplate } from '../secret-template.js';
import { password } from './credential-text.js';

export const harborSchema = () =>
  z.object({
    HARBOR_ADMIN_PASSWORD: password,
    secretKey: z.string().regex(/^[!-~]{16}$/, 'exactly 16 characters'),
  });

export type HarborCredentials = z.infer<ReturnType<typeof harborSchema>>;

/** For `existingSecretAdminPassword` and `existingSecretSecretKey` of the chart (S3-73). */
export function harborCredentials(): SecretTemplate<keyof HarborCredentials> {
  return secretTemplate(harborSchema, () => ({
    HARBOR_ADMIN_PASSWORD: generated({
      length: 32,
      rotation: 'Harbor reads it at its very first start only: change it in the portal, too',
    }),
    secretKey: generated({ length: 16, rotation: 'no credential that Harbor has stored can be read with a new key' }),
  }));
}
