import * as z from 'zod';
import { asked } from '../../secret-values.js';
import { type SecretTemplate, secretTemplate } from '../secret-template.js';
import { privateKeyText } from './credential-text.js';

/** A bootstrap that stored "null" instead of a key must not be possible again (S3-10). */
export const sealingKeySchema = () =>
  z.object({
    'tls.crt': z
      .string()
      .regex(/^-----BEGIN CERTIFICATE-----\r?\n[\s\S]+\r?\n-----END CERTIFICATE-----\r?\n?$/, 'a certificate in PEM'),
    'tls.key': privateKeyText,
  });

export type SealingKey = z.infer<ReturnType<typeof sealingKeySchema>>;

/** The key pair that the SealedSecrets controller opens with, kept outside of the cluster that it survives (S3-10). */
export function sealingKeyPair(): SecretTemplate<keyof SealingKey> {
  return secretTemplate(
    sealingKeySchema,
    () => ({
      'tls.crt': asked('Certificate of the sealing key pair, in PEM', { placeholder: pem('CERTIFICATE') }),
      'tls.key': asked('Private key of the sealing key pair, in PEM', { placeholder: pem('PRIVATE KEY') }),
    }),
    { type: 'kubernetes.io/tls', labels: { 'sealedsecrets.bitnami.com/sealed-secrets-key': 'active' } },
  );
}

function pem(what: string): string {
  return [`-----BEGIN ${what}-----`, 'placeholder', `-----END ${what}-----`, ''].join('\n');
}
