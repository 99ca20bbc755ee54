import { authentikOidc, type Cluster, copied, DeclaredSecret, TerraformRoot, Unit } from '../../../lib/index.js';
import { vaultRedirects } from '../../apps/security/blueprints/vault.js';
import type { VaultClient } from '../../apps/security/vault-client.js';
import { RUNNER_VAULT } from './runner-vault.js';

export interface VaultConfigOptions {
  readonly vault: Unit;
  readonly client: VaultClient;
  readonly after: readonly TerraformRoot[];
}

/**
 * Phase 3, Vault's half: login through authentik, role `authentik-users`, and what authentik's groups may do (S3-37,
 * S3-67). It fails, and is tried again, until authentik has applied its blueprint: Vault asks for the client's addresses.
 */
export function vaultConfig(cluster: Cluster, { vault, client, after }: VaultConfigOptions): TerraformRoot {
  const unit = new Unit(cluster.infrastructure('terraform'), 'vault-config', {
    dependsOn: [vault, client.unit],
  });
  const variables = new DeclaredSecret(unit, 'vault-config', { client_secret: copied(client.client.secret) });
  return new TerraformRoot(unit, 'vault-config', {
    vars: {
      issuer: authentikOidc(cluster, 'vault').issuer,
      client_id: client.client.clientId,
      redirect_uris: vaultRedirects(cluster),
    },
    varsFrom: [variables],
    after,
    ...RUNNER_VAULT,
  });
}
