import { type Cluster, ConfigFiles, OauthClients, type OidcClient, Unit } from '../../../lib/index.js';
import { VAULT_BLUEPRINT, vaultBlueprint } from './blueprints/vault.js';
import type { SingleSignOn } from './single-sign-on.js';

/** Vault's client at authentik. */
export interface VaultClient {
  /** Ready as soon as authentik can find the client's blueprint. */
  readonly unit: Unit;
  readonly client: OidcClient;
}

const SOURCE = 'charts/apps/security/vault-client.ts';

/**
 * Phase 3, authentik's half: the client that Vault logs its users in with, and its blueprint, which authentik's worker
 * has room for since phase 2 (S3-64, S3-67, trap 65). The secret is there first: the blueprint reads it from a file.
 */
export function vaultClient(
  cluster: Cluster,
  { sso, vault }: { readonly sso: SingleSignOn; readonly vault: Unit },
): VaultClient {
  const { namespace } = sso.unit;
  const area = cluster.apps('security');
  const secrets = new Unit(area, 'authentik-vault-client', {
    namespace,
    source: SOURCE,
    dependsOn: [sso.unit, vault],
  });
  const client = new OauthClients(secrets, VAULT_BLUEPRINT.secret, { clients: ['vault'] }).client('vault');
  const unit = new Unit(area, 'authentik-vault', { namespace, source: SOURCE, dependsOn: [secrets] });
  new ConfigFiles(unit, VAULT_BLUEPRINT.configMap, { 'vault.yaml': vaultBlueprint(cluster, client) });
  return { unit, client };
}
