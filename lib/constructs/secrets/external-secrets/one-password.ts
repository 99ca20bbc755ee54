import * as z from 'zod';
import { dnsSubdomain } from '../../format.js';
import { settingsProblems } from './check-settings.js';
import { ExternalStore } from './store.js';

export interface OnePasswordOptions {
  /** Name of the ClusterSecretStore. @default 'onepassword' */
  readonly name?: string;
  /** Address of 1Password Connect: `http://onepassword-connect.external-secrets.svc.cluster.local:8080`. */
  readonly connectHost: string;
  /** Vaults by name or id, searched in this order. At least one. */
  readonly vaults: readonly string[];
}

const settings = z.strictObject({
  name: dnsSubdomain.optional(),
  connectHost: z.string().regex(/^https?:\/\/\S+$/, 'an http:// or https:// URL'),
  vaults: z.array(z.string().min(1, 'the name of a vault')).min(1, 'at least one vault'),
});

/**
 * 1Password through a Connect server (S4-30). Key `token` of Secret `mail` is the field `token` of the item `mail`. The
 * token of Connect is asked for and sealed by the cluster's `bootstrapSecrets` backend.
 */
export function onePassword(options: OnePasswordOptions): ExternalStore {
  const { name = 'onepassword', connectHost, vaults } = options;
  const credential = {
    name: 'onepassword-connect-token',
    key: 'token',
    question: 'Token of the 1Password Connect server',
    placeholder: 'placeholder-of-a-connect-token',
  };
  return new ExternalStore({
    name,
    credential,
    problems: settingsProblems(settings, options),
    readOnly: '1Password takes one field at a time, so that a value and its hash could part',
    entry: ({ name: secret, key }) => ({ key: secret, property: key }),
    provider: (namespace) => ({
      onepassword: {
        connectHost,
        vaults: Object.fromEntries(vaults.map((vault, index) => [vault, index + 1])),
        auth: {
          secretRef: { connectTokenSecretRef: { name: credential.name, namespace, key: credential.key } },
        },
      },
    }),
  });
}
