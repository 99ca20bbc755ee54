import { singleSignOn } from '../../../charts/apps/security/single-sign-on.js';
import { vaultClient } from '../../../charts/apps/security/vault-client.js';
import { externalSecretsOperator } from '../../../charts/infrastructure/external-secrets.js';
import { secretStore } from '../../../charts/infrastructure/secret-store.js';
import { authentikConfig } from '../../../charts/infrastructure/terraform/authentik-config.js';
import { giteaSso } from '../../../charts/infrastructure/terraform/gitea-sso.js';
import { matrixSso } from '../../../charts/infrastructure/terraform/matrix-sso.js';
import { ssoSecrets } from '../../../charts/infrastructure/terraform/sso-secrets.js';
import { tofuController } from '../../../charts/infrastructure/terraform/tofu-controller.js';
import { vaultConfig } from '../../../charts/infrastructure/terraform/vault-config.js';
import { vault } from '../../../charts/infrastructure/vault/vault.js';
import { vaultIngress } from '../../../charts/infrastructure/vault/vault-ingress.js';
import { vaultOperator } from '../../../charts/infrastructure/vault/vault-operator.js';
import {
  type Cluster,
  DeclaredSecret,
  externalSecrets,
  giteaOauth,
  oauthClient,
  Unit,
  vaultStore,
} from '../../../lib/index.js';
import type { JsonObject } from '../../../lib/model/json.js';
import { planOf, testCluster } from '../../support/test-cluster.js';

const chart = (name: string) => ({ repository: 'oci://charts.example.net', chart: name, version: '1.0.0' });

const versions = {
  charts: Object.fromEntries(
    ['authentik', 'external-secrets', 'tofu-controller', 'vault-operator'].map((name) => [name, chart(name)]),
  ),
  images: {
    vault: { repository: 'docker.io/hashicorp/vault', tag: '2.0.4' },
    'bank-vaults': { repository: 'ghcr.io/bank-vaults/bank-vaults', tag: 'v1.33.1' },
  },
};

const store = vaultStore({ server: 'https://instance.vault.svc.cluster.local:8200', role: 'external-secrets' });

/** The four phases, and two apps of the last one. */
function declare(c: Cluster): void {
  vaultOperator(c);
  const server = vault(c);
  externalSecretsOperator(c);
  const storeUnit = secretStore(c, { store, dependsOn: [server] });
  vaultIngress(c, { dependsOn: [server] });
  const owner = { username: 'ann', name: 'Ann', email: 'ann@example.org' };
  const sso = singleSignOn(c, { owner, dependsOn: [storeUnit] });
  tofuController(c);
  const configured = authentikConfig(c, { sso });
  const client = vaultClient(c, { sso, vault: server });
  const login = vaultConfig(c, { vault: server, client, after: [configured] });
  ssoSecrets(c, { sso, vault: server, after: [login] });
  const gate = giteaSso(c, { sso, after: [login] });
  matrixSso(c, { sso, after: [login] });
  const gitea = new Unit(c.apps(), 'gitea', { dependsOn: [gate.unit] });
  new DeclaredSecret(gitea, 'gitea-oauth', giteaOauth(sso.client('gitea')));
  const matrix = new Unit(c.apps(), 'matrix', { dependsOn: [gate.unit] });
  new DeclaredSecret(matrix, 'matrix-oauth', oauthClient(sso.client('matrix')));
}

export const plan = planOf(
  testCluster(
    { secrets: externalSecrets({ store }), external: { apiGroups: { 'cert-manager.io': 'the test' } }, reloader: true },
    declare,
  ),
  { versions },
);

export const units = new Map(plan.cluster.units.map((unit) => [unit.name, unit]));

/** Objects of a kind, with the unit that holds each. */
export function objectsOf(kind: string): { readonly unit: string; readonly object: JsonObject }[] {
  return plan.cluster.units.flatMap((unit) =>
    unit.manifests.filter(({ id }) => id.kind === kind).map(({ object }) => ({ unit: unit.name, object })),
  );
}

/** Everything that a unit waits for, and what that waits for. */
export function waitsFor(name: string, seen = new Set<string>()): ReadonlySet<string> {
  for (const other of units.get(name)?.dependsOn ?? []) {
    if (!seen.has(other)) waitsFor(other, seen.add(other));
  }
  return seen;
}
