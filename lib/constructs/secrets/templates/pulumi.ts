import * as z from 'zod';
import { asked } from '../../secret-values.js';
import { type SecretTemplate, secretTemplate } from '../secret-template.js';

export const pulumiSchema = () =>
  z.object({
    PULUMI_ACCESS_TOKEN: z.string().regex(/^pul-[0-9a-f]{40}$/, 'an access token: "pul-" and 40 hexadecimal digits'),
  });

export type PulumiCredentials = z.infer<ReturnType<typeof pulumiSchema>>;

/** What the ClusterSecretStore opens Pulumi ESC with. It cannot come from the store itself (S0-04). */
export function pulumiAccessToken(): SecretTemplate<keyof PulumiCredentials> {
  return secretTemplate(pulumiSchema, () => ({
    PULUMI_ACCESS_TOKEN: asked('Pulumi access token that may open the environment', {
      placeholder: `pul-${'0'.repeat(40)}`,
      variable: 'PULUMI_ACCESS_TOKEN',
    }),
  }));
}
