/** What authentik has to know of an application. Its name is its slug and its client id. */
export interface SsoApplication {
  readonly title: string;
  /** First label of its host. */
  readonly host: string;
  /** Paths on its host to which users are sent back after the login. */
  readonly redirects: readonly string[];
  /** Members of any of these may use it. */
  readonly groups: readonly string[];
}

/** oauth2-proxy, in front of an app that has no login of its own. */
const PROXY = ['/oauth2/callback'];

/** Applications with single sign-on, by name (S3-67 to S3-76). Vault is the one of phase 3. */
export const SSO_APPLICATIONS = {
  gitea: {
    title: 'Gitea',
    host: 'git',
    redirects: ['/user/oauth2/authentik/callback'],
    groups: ['gitea-users', 'gitea-admins'],
  },
  harbor: {
    title: 'Harbor',
    host: 'registry',
    redirects: ['/c/oidc/callback'],
    groups: ['harbor-users', 'harbor-admins'],
  },
  matrix: { title: 'Matrix', host: 'chat', redirects: ['/_synapse/client/oidc/callback'], groups: ['matrix-users'] },
  grafana: {
    title: 'Grafana',
    host: 'grafana',
    redirects: ['/login/generic_oauth'],
    groups: ['grafana-users', 'grafana-editors', 'grafana-admins'],
  },
  inventree: {
    title: 'InvenTree',
    host: 'inventree',
    redirects: ['/accounts/inventree/login/callback/', '/accounts/oidc/inventree/login/callback/'],
    groups: ['inventree-users'],
  },
  activitywatch: { title: 'ActivityWatch', host: 'activitywatch', redirects: PROXY, groups: ['activitywatch-users'] },
  syncthing: { title: 'Syncthing', host: 'syncthing', redirects: PROXY, groups: ['syncthing-users'] },
  'webhook-inbox': { title: 'Webhook inbox', host: 'hooks', redirects: PROXY, groups: ['webhook-inbox-users'] },
} as const satisfies Readonly<Record<string, SsoApplication>>;

export type SsoName = keyof typeof SSO_APPLICATIONS;

export const SSO_NAMES = Object.keys(SSO_APPLICATIONS) as readonly SsoName[];

export const VAULT_APPLICATION = {
  title: 'Vault',
  host: 'vault',
  redirects: ['/ui/vault/auth/oidc/oidc/callback'],
  groups: ['vault-users', 'vault-admins'],
} as const satisfies SsoApplication;

/** Groups that no application here asks about (S3-65). */
const OTHER_GROUPS = ['rspcache-admins'];

/** Every group, each once. */
export const SSO_GROUPS: readonly string[] = [
  ...new Set([
    ...OTHER_GROUPS,
    ...[...Object.values(SSO_APPLICATIONS), VAULT_APPLICATION].flatMap((application) => [...application.groups]),
  ]),
].sort();

/** Where users of an application are sent back to. */
export function redirectUris({ redirects }: SsoApplication, host: string): string[] {
  return redirects.map((path) => `https://${host}${path}`);
}
