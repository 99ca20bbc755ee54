import {
  blueprint,
  type Cluster,
  laterSecretFile,
  type OidcClient,
  oidcApplication,
  requireBlueprint,
} from '../../../../lib/index.js';
import { redirectUris, VAULT_APPLICATION } from '../sso-applications.js';
import { USERS } from './users.js';

/** What phase 3 adds to authentik, by name, so that phase 2 can leave room for it (trap 65). */
export const VAULT_BLUEPRINT = { configMap: 'authentik-blueprints-vault', secret: 'authentik-oauth-vault' } as const;

/** Where `vault login -method=oidc` listens. */
const COMMAND_LINE = 'http://localhost:8250/oidc/callback';

/** Vault's redirects, from its web interface and from its command line. */
export function vaultRedirects(cluster: Cluster): string[] {
  return [...redirectUris(VAULT_APPLICATION, cluster.host(VAULT_APPLICATION.host)), COMMAND_LINE];
}

/** Vault's client and application. The secret is a file: it appears after authentik has started (S3-64). */
export function vaultBlueprint(cluster: Cluster, client: OidcClient): string {
  return blueprint('Homelab - Vault', [
    requireBlueprint(USERS),
    ...oidcApplication({
      client,
      ...VAULT_APPLICATION,
      secretFile: laterSecretFile(VAULT_BLUEPRINT, client.variable),
      url: `https://${cluster.host(VAULT_APPLICATION.host)}`,
      redirectUris: vaultRedirects(cluster),
    }),
  ]);
}
