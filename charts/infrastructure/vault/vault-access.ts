import type { JsonObject } from '../../../lib/index.js';

/** Policy and role of a ServiceAccount that logs in by Kubernetes auth. */
interface AccountAccess {
  /** Name of the policy and of the role. */
  readonly name: string;
  readonly account: string;
  readonly namespace: string;
  /** Capabilities by path of the API: what people type as `kv/powerdns` is `kv/data/powerdns` there (trap 88). */
  readonly paths: Readonly<Record<string, readonly string[]>>;
}

const WRITE = ['create', 'read', 'update', 'delete'] as const;

/** Everybody who logs in by a ServiceAccount (S3-13, S3-34, S3-68). */
const ACCOUNTS: readonly AccountAccess[] = [
  {
    name: 'external-secrets',
    account: 'external-secrets',
    namespace: 'external-secrets',
    // It writes what it generated, once `remember` is on (S3-19), and never what a person put there.
    paths: {
      'kv/data/*': ['read'],
      'kv/metadata/*': ['read', 'list'],
      'kv/data/generated/*': ['create', 'read', 'update'],
      'kv/metadata/generated/*': ['create', 'read', 'update'],
    },
  },
  {
    // The Terraform resources of the SSO phases: the OIDC method, its groups and policies, and their own secrets.
    name: 'terraform',
    account: 'tf-runner',
    namespace: 'terraform',
    paths: {
      'sys/auth': ['read'],
      'sys/auth/oidc': [...WRITE, 'sudo'],
      'sys/auth/oidc/tune': ['read', 'update', 'sudo'],
      'sys/mounts': ['read'],
      'sys/mounts/auth/oidc': ['read'],
      'sys/mounts/auth/oidc/tune': ['read', 'update', 'sudo'],
      'auth/oidc/*': [...WRITE, 'list'],
      'sys/policies/acl/sso-*': WRITE,
      'identity/group': ['create', 'update'],
      'identity/group/*': WRITE,
      'identity/group-alias': ['create', 'update'],
      'identity/group-alias/*': WRITE,
      'identity/lookup/group': ['create', 'update'],
      'kv/data/sso/*': WRITE,
      'kv/metadata/sso/*': WRITE,
    },
  },
];

/**
 * What Bank-Vaults' configurer keeps in Vault: stage 1, without OIDC (S3-16, S3-34). It logs in with the root token;
 * nobody else has to.
 */
export function vaultExternalConfig(): JsonObject {
  return {
    audit: [{ type: 'file', description: 'Every request, for the log collector', options: { file_path: 'stdout' } }],
    policies: ACCOUNTS.map(({ name, paths }) => ({ name, rules: policyText(paths) })),
    auth: [
      {
        type: 'kubernetes',
        path: 'kubernetes',
        // Vault then takes its own account's token and authority, and reads them again as they are renewed.
        config: { kubernetes_host: 'https://kubernetes.default.svc' },
        roles: ACCOUNTS.map(({ name, account, namespace }) => ({
          name,
          bound_service_account_names: [account],
          bound_service_account_namespaces: [namespace],
          policies: [name],
          ttl: '1h',
        })),
      },
    ],
    secrets: [{ path: 'kv', type: 'kv', description: 'Secrets of apps', options: { version: 2 } }],
  };
}

function policyText(paths: AccountAccess['paths']): string {
  return Object.entries(paths)
    .map(
      ([path, capabilities]) =>
        `path "${path}" {\n  capabilities = [${capabilities.map((one) => `"${one}"`).join(', ')}]\n}\n`,
    )
    .join('');
}
