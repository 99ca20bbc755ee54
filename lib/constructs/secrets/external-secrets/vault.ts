import * as z from 'zod';
import { dnsLabel, dnsSubdomain } from '../../format.js';
import { settingsProblems } from './check-settings.js';
import { ExternalStore } from './store.js';

export interface VaultStoreOptions {
  /** Name of the ClusterSecretStore. @default 'vault' */
  readonly name?: string;
  /** Address inside the cluster: `https://vault.vault.svc.cluster.local:8200`. */
  readonly server: string;
  /** Mount of the KV engine, version 2. @default 'kv' */
  readonly mount?: string;
  /** Role of Vault's Kubernetes auth method that is bound to the ServiceAccount. */
  readonly role: string;
  /** Where that auth method is mounted. @default 'kubernetes' */
  readonly authMount?: string;
  /** Account that logs in. @default 'external-secrets', the operator's own, in the store's namespace */
  readonly serviceAccount?: { readonly name: string; readonly namespace: string };
  /** Certificate authority of the server, such as key `ca.crt` of Bank-Vaults' `<name>-tls`. @default a public one */
  readonly ca?: {
    readonly kind: 'Secret' | 'ConfigMap';
    readonly name: string;
    readonly namespace: string;
    readonly key: string;
  };
}

const settings = z.strictObject({
  name: dnsSubdomain.optional(),
  server: z.string().regex(/^https?:\/\/[^\s/]+$/, 'an http:// or https:// URL without a path'),
  mount: z
    .string()
    .regex(/^[^\s/]+(\/[^\s/]+)*$/, 'the path of the mount, without a slash at its ends')
    .optional(),
  role: z.string().min(1, 'the name of a role'),
  authMount: z.string().min(1, 'the path of the auth method').optional(),
  serviceAccount: z.strictObject({ name: dnsSubdomain, namespace: dnsLabel }).optional(),
  ca: z
    .strictObject({ kind: z.enum(['Secret', 'ConfigMap']), name: dnsSubdomain, namespace: dnsLabel, key: z.string() })
    .optional(),
});

/**
 * HashiCorp Vault, KV version 2, by Kubernetes auth (S3-13). Key `token` of Secret `apps/mail` is property `token` of
 * `<mount>/apps/mail`; `entries` of the backend name others, such as `kv/powerdns` property `apikey` (S3-49).
 *
 * The role's policy must name the paths of the API, not those that people type (trap 88): `vault kv get kv/powerdns`
 * reads `kv/data/powerdns`. `read` on `<mount>/data/*` is enough to read; with `remember`, `create` and `update` on
 * `<mount>/data/generated/*` and `create`, `read` and `update` on `<mount>/metadata/generated/*` besides.
 */
export function vaultStore(options: VaultStoreOptions): ExternalStore {
  const { name = 'vault', server, mount = 'kv', role, authMount = 'kubernetes', serviceAccount, ca } = options;
  return new ExternalStore({
    name,
    problems: settingsProblems(settings, options),
    entry: ({ namespace, name: secret, key }) => ({ key: `${namespace}/${secret}`, property: key }),
    provider: (namespace) => ({
      vault: {
        server,
        path: mount,
        version: 'v2',
        ...(ca === undefined
          ? {}
          : { caProvider: { type: ca.kind, name: ca.name, namespace: ca.namespace, key: ca.key } }),
        auth: {
          kubernetes: {
            mountPath: authMount,
            role,
            serviceAccountRef: { ...(serviceAccount ?? { name: 'external-secrets', namespace }) },
          },
        },
      },
    }),
  });
}
