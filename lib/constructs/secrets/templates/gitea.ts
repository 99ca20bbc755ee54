import * as z from 'zod';
import { generated, given } from '../../secret-values.js';
import { type SecretTemplate, secretTemplate } from '../secret-template.js';
import { line, password } from './credential-text.js';

export const giteaAdminSchema = () => z.object({ username: line, password });

export type GiteaAdmin = z.infer<ReturnType<typeof giteaAdminSchema>>;

/** Gitea's administrator, for `gitea.admin.existingSecret` (S3-71). Gitea reserves the name "admin". */
export function giteaAdmin(username = 'gitea-admin'): SecretTemplate<keyof GiteaAdmin> {
  return secretTemplate(giteaAdminSchema, () => ({ username: given(username), password: generated({ length: 32 }) }));
}
