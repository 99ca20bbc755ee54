import * as z from 'zod';
import { generated, given } from '../../secret-values.js';
import { type SecretTemplate, secretTemplate } from '../secret-template.js';
import { line, password } from './credential-text.js';

/** The keys that the chart reads by default. */
export const grafanaAdminSchema = () => z.object({ 'admin-user': line, 'admin-password': password });

export type GrafanaAdmin = z.infer<ReturnType<typeof grafanaAdminSchema>>;

/** Grafana's administrator, for `admin.existingSecret` (S1-84, S3-85). */
export function grafanaAdmin(username = 'admin'): SecretTemplate<keyof GrafanaAdmin> {
  const rotation = 'Grafana reads it at its very first start only: "grafana cli admin reset-admin-password" changes it';
  return secretTemplate(grafanaAdminSchema, () => ({
    'admin-user': given(username),
    'admin-password': generated({ length: 32, rotation }),
  }));
}
