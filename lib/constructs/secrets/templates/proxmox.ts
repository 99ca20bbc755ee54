import * as z from 'zod';
import { asked, textAround } from '../../secret-values.js';
import { type SecretTemplate, secretTemplate } from '../secret-template.js';

export const proxmoxSchema = () =>
  z.object({
    'token-secret': z
      .string()
      .regex(/^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/, 'the secret of an API token, which is a UUID'),
    'config.yaml': z.string().regex(/^clusters:\n(?: {2}[^\n]*\n)+$/, 'a list of clusters in YAML'),
  });

export type ProxmoxCredentials = z.infer<ReturnType<typeof proxmoxSchema>>;

/** Stands for the secret while the settings become YAML. */
const MARK = '\uFDD2';

export interface ProxmoxCsiProps {
  /** `https://host:8006/api2/json`. */
  readonly url: string;
  /** `user@realm!name`. */
  readonly tokenId: string;
  /** Value of the nodes' label `topology.kubernetes.io/region`. */
  readonly region: string;
  /** Whether a certificate that nobody signed is accepted. @default false */
  readonly insecure?: boolean;
}

/** Configuration of the Proxmox CSI driver, for `existingConfigSecret`: booleans stay booleans (S3-09, S3-23). */
export function proxmoxCsi({
  url,
  tokenId,
  region,
  insecure = false,
}: ProxmoxCsiProps): SecretTemplate<keyof ProxmoxCredentials> {
  const fields = {
    url: JSON.stringify(url),
    insecure: String(insecure),
    token_id: JSON.stringify(tokenId),
    token_secret: JSON.stringify(MARK),
    region: JSON.stringify(region),
  };
  const lines = Object.entries(fields).map(
    ([name, value], index) => `  ${index === 0 ? '-' : ' '} ${name}: ${value}\n`,
  );
  return secretTemplate(proxmoxSchema, (own) => ({
    'token-secret': asked(`Secret of the Proxmox API token ${tokenId}`, {
      placeholder: '00000000-0000-4000-8000-000000000000',
    }),
    'config.yaml': textAround(`clusters:\n${lines.join('')}`, MARK, own('token-secret')),
  }));
}
