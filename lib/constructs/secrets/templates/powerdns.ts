import * as z from 'zod';
import type { SecretKeyRef } from '../../../model/secret.js';
import { asked, copied, randomBytes } from '../../secret-values.js';
import { SecretTemplate, secretTemplate } from '../secret-template.js';
import { longKey } from './credential-text.js';

/** Where each consumer looks for the key; PowerDNS and cert-manager's webhook are told its name (S3-49). */
const KEY_OF = {
  webhook: 'api-key',
  externalDns: 'EXTERNAL_DNS_PDNS_API_KEY',
  operator: 'PDNS_API_KEY',
} as const;

export const powerdnsSchema = () => z.object({ 'api-key': longKey });

export type PowerdnsCredentials = z.infer<ReturnType<typeof powerdnsSchema>>;

export interface PowerdnsApiKeyProps {
  /** Somebody puts it into the store, because machines outside of the cluster use it, too. @default false: it is generated */
  readonly fromStore?: boolean;
}

/** The key of PowerDNS' HTTP API, as `openssl rand -base64 32` makes it (S3-49). */
export function powerdnsApiKey({
  fromStore = false,
}: PowerdnsApiKeyProps = {}): SecretTemplate<keyof PowerdnsCredentials> {
  const question = 'Key of PowerDNS’ HTTP API (openssl rand -base64 32)';
  const placeholder = 'placeholder-of-the-powerdns-api-key-0000000=';
  return secretTemplate(powerdnsSchema, () => ({
    'api-key': fromStore ? asked(question, { placeholder }) : randomBytes({ bytes: 32 }),
  }));
}

/** The same key in a consumer's namespace, under the name that it reads (S3-53, S3-58, S3-51). */
export function powerdnsApiKeyFor<Consumer extends keyof typeof KEY_OF>(
  consumer: Consumer,
  server: { operand(key: 'api-key'): { readonly ref: SecretKeyRef } },
): SecretTemplate<(typeof KEY_OF)[Consumer]> {
  const key = KEY_OF[consumer];
  const only = <T>(value: T) => ({ [key]: value }) as Record<typeof key, T>;
  return new SecretTemplate(
    () => z.object(only(longKey)),
    () => only(copied(server.operand('api-key'))),
  );
}
