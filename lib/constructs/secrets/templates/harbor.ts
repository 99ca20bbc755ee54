import * as z from 'zod';
import { constant, generated, htpasswd } from '../../secret-values.js';
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

/** Whom Harbor's core is to the registry behind it. */
export const HARBOR_REGISTRY_USER = 'harbor_registry_user';

export const harborRegistrySchema = () =>
  z.object({
    REGISTRY_PASSWD: password,
    REGISTRY_HTPASSWD: z.string().regex(/^harbor_registry_user:\$2[aby]\$/, 'a line of htpasswd with bcrypt'),
  });

export type HarborRegistryCredentials = z.infer<ReturnType<typeof harborRegistrySchema>>;

/** For `registry.credentials.existingSecret`: the chart's own password is in its documentation (S3-73). */
export function harborRegistryCredentials(): SecretTemplate<keyof HarborRegistryCredentials> {
  return secretTemplate(harborRegistrySchema, (own) => ({
    REGISTRY_PASSWD: generated({ length: 32 }),
    REGISTRY_HTPASSWD: htpasswd(constant(HARBOR_REGISTRY_USER), own('REGISTRY_PASSWD')),
  }));
}
