import * as z from 'zod';
import { jsonWith } from '../../format.js';
import { asked } from '../../secret-values.js';
import { type SecretTemplate, secretTemplate } from '../secret-template.js';

export const cloudflareSchema = () =>
  z.object({
    'api-token': z.string().regex(/^[A-Za-z0-9_-]{40,}$/, 'an API token: 40 or more letters, digits, "_" and "-"'),
  });

export type CloudflareCredentials = z.infer<ReturnType<typeof cloudflareSchema>>;

/**
 * A token for the records of a zone, which cert-manager and external-dns ask the same rights of (S2-16, S2-18).
 * cert-manager reads the Secret of a ClusterIssuer from its own namespace.
 */
export function cloudflareApiToken(): SecretTemplate<keyof CloudflareCredentials> {
  return secretTemplate(cloudflareSchema, () => ({
    'api-token': asked('Cloudflare API token with Zone Read and DNS Edit for the zone', {
      placeholder: 'placeholder'.padEnd(40, '-'),
    }),
  }));
}

export const tunnelSchema = () => z.object({ 'credentials.json': jsonWith('AccountTag', 'TunnelSecret', 'TunnelID') });

export type TunnelCredentials = z.infer<ReturnType<typeof tunnelSchema>>;

/** What cloudflared needs to be a connector of an existing tunnel: the file that made it (S1-05). */
export function tunnelCredentials(): SecretTemplate<keyof TunnelCredentials> {
  return secretTemplate(tunnelSchema, () => ({
    'credentials.json': asked('Content of the file that "cloudflared tunnel create" wrote', {
      placeholder: JSON.stringify({ AccountTag: 'account', TunnelSecret: 'c2VjcmV0', TunnelID: 'tunnel' }),
    }),
  }));
}
