import * as z from 'zod';
import { asked } from '../../secret-values.js';
import { type SecretTemplate, secretTemplate } from '../secret-template.js';

/** What a 1Password Connect server opens its vaults with. */
export const onePasswordConnectSchema = () =>
  z.object({
    '1password-credentials.json': z.string().regex(/^\s*\{[\s\S]*\}\s*$/, 'a JSON object, as 1Password gives it out'),
  });

export type OnePasswordConnect = z.infer<ReturnType<typeof onePasswordConnectSchema>>;

/** The Secret of a Connect server; who reads from it has a token of its own (S4-30). */
export function onePasswordConnect(): SecretTemplate<keyof OnePasswordConnect> {
  return secretTemplate(onePasswordConnectSchema, () => ({
    '1password-credentials.json': asked('File 1password-credentials.json of the Connect server', { placeholder: '{}' }),
  }));
}
