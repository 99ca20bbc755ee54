import {
  Authentik,
  bundledPostgres,
  type Cluster,
  ConfigFiles,
  DeclaredSecret,
  generated,
  OauthClients,
  type OidcClient,
  type OidcProvider,
  Unit,
} from '../../../lib/index.js';
import { giteaBlueprint } from './blueprints/gitea.js';
import { harborBlueprint } from './blueprints/harbor.js';
import { OWNER_PASSWORD, type Owner, usersBlueprint } from './blueprints/users.js';
import { VAULT_BLUEPRINT } from './blueprints/vault.js';
import { SSO_NAMES, type SsoName } from './sso-applications.js';

export interface SingleSignOnOptions {
  /** First label of authentik's host. @default 'auth' */
  readonly host?: string;
  readonly owner: Owner;
  /** What has to be there before anybody can reach it: the issuer of its certificate. @default nothing */
  readonly dependsOn?: readonly Unit[];
}

/** authentik, for who depends on it: Terraform, Vault's login, and every app with single sign-on. */
export interface SingleSignOn {
  readonly unit: Unit;
  /** Address of its API, by the name that everybody uses. */
  readonly url: string;
  /** Opens the API; made once, since authentik takes it at its first start only (S3-63, S3-68). */
  readonly token: ReturnType<DeclaredSecret['operand']>;
  /** What an app's unit makes its own Secret of: `giteaOauth(sso.client('gitea'))`. */
  client(name: SsoName): OidcClient;
  /** The same for an app of phase 4, which authentik knows as soon as this unit is ready. */
  after(unit: Unit): OidcProvider;
}

/**
 * Phase 2 of single sign-on: authentik with its own PostgreSQL, users, groups and the clients of every service (S3-62 to
 * S3-67). Every secret is made in the cluster; Vault's client is not among them, it comes in phase 3.
 */
export function singleSignOn(cluster: Cluster, options: SingleSignOnOptions): SingleSignOn {
  const { host = 'auth', owner, dependsOn = [] } = options;
  const unit = new Unit(cluster.apps('security'), 'authentik', {
    namespace: 'authentik',
    source: 'charts/apps/security/single-sign-on.ts',
    dependsOn,
    // The database and the first migrations come one after the other.
    timeout: '20m',
  });
  const postgres = bundledPostgres(unit, { release: 'authentik', size: '10Gi' });
  const clients = new OauthClients(unit, 'authentik-oauth', { clients: SSO_NAMES });
  const password = new DeclaredSecret(unit, 'authentik-owner', {
    [OWNER_PASSWORD]: generated({
      length: 32,
      rotation: 'authentik takes it once, for an account that is not there yet',
    }),
  });
  const blueprints = [
    new ConfigFiles(unit, 'authentik-blueprints-users', { 'users.yaml': usersBlueprint(owner) }),
    new ConfigFiles(unit, 'authentik-blueprints-gitea', {
      'gitea.yaml': giteaBlueprint(cluster, clients.client('gitea')),
    }),
    new ConfigFiles(unit, 'authentik-blueprints-harbor', {
      'harbor.yaml': harborBlueprint(cluster, clients.client('harbor')),
    }),
  ];
  const authentik = new Authentik(unit, 'authentik', {
    database: postgres.database,
    host,
    email: owner.email,
    envFrom: [clients.secret, password],
    blueprints: blueprints.map(({ name }) => name),
    laterBlueprints: [VAULT_BLUEPRINT],
    stateful: true,
    values: { postgresql: postgres.values },
  });
  unit.brings(...postgres.brings);
  const client = (name: SsoName): OidcClient => clients.client(name);
  return {
    unit,
    url: `https://${authentik.host}`,
    token: authentik.secret.operand('AUTHENTIK_BOOTSTRAP_TOKEN'),
    client,
    after: (ready) => ({ unit: ready, client }),
  };
}
