import { authentikOidc, type Cluster, DeclaredSecret, TerraformRoot, template, Unit } from '../../../lib/index.js';
import type { SingleSignOn } from '../../apps/security/single-sign-on.js';
import { SSO_NAMES } from '../../apps/security/sso-applications.js';
import { RUNNER_VAULT } from './runner-vault.js';

export interface SsoSecretsOptions {
  readonly sso: SingleSignOn;
  readonly vault: Unit;
  readonly after: readonly TerraformRoot[];
}

/**
 * Every client's secret in Vault too, at `kv/sso/<application>`: for people, and for clients outside the cluster
 * (S3-68). Apps do not read it there: they have a copy of their own.
 */
export function ssoSecrets(cluster: Cluster, { sso, vault, after }: SsoSecretsOptions): TerraformRoot {
  const unit = new Unit(cluster.infrastructure('terraform'), 'sso-secrets', { dependsOn: [sso.unit, vault] });
  const clients = SSO_NAMES.map((name) => [name, sso.client(name)] as const);
  const variables = new DeclaredSecret(unit, 'sso-secrets', {
    client_secrets: template(
      `{${clients.map(([name, { variable }]) => `${JSON.stringify(name)}: "{${variable}}"`).join(', ')}}`,
      Object.fromEntries(clients.map(([, { variable, secret }]) => [variable, secret])),
    ),
  });
  return new TerraformRoot(unit, 'sso-secrets', {
    vars: { issuers: Object.fromEntries(SSO_NAMES.map((name) => [name, authentikOidc(cluster, name).issuer])) },
    varsFrom: [variables],
    after,
    ...RUNNER_VAULT,
  });
}
