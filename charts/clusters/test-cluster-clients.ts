/** An app of test-cluster that lets authentik log its users in. */
export interface OidcClient {
  /** Host of the app, by its first label. */
  readonly host: string;
  /** Where authentik may send a user back to: the path at that host, to the letter. */
  readonly redirect: string;
  /** Groups whose members the app knows (S3-65). */
  readonly groups: readonly string[];
}

/** oauth2-proxy's own path. */
const LOGIN_PROXY = '/oauth2/callback';

/** What authentik has to know of its clients, by their ids; their secrets are in `OidcClients` (S3-64, S3-68). */
export const TEST_CLUSTER_CLIENTS = {
  activitywatch: { host: 'activitywatch', redirect: LOGIN_PROXY, groups: ['activitywatch-users'] },
  gitea: { host: 'git', redirect: '/user/oauth2/authentik/callback', groups: ['gitea-users', 'gitea-admins'] },
  grafana: { host: 'grafana', redirect: '/login/generic_oauth', groups: ['grafana-editors', 'grafana-admins'] },
  harbor: { host: 'registry', redirect: '/c/oidc/callback', groups: ['harbor-users', 'harbor-admins'] },
  inventree: { host: 'inventree', redirect: '/accounts/oidc/inventree/login/callback/', groups: [] },
  matrix: { host: 'chat', redirect: '/_synapse/client/oidc/callback', groups: [] },
  syncthing: { host: 'syncthing', redirect: LOGIN_PROXY, groups: ['syncthing-users'] },
  'webhook-inbox': { host: 'hooks', redirect: LOGIN_PROXY, groups: ['webhook-inbox-users'] },
} as const satisfies Readonly<Record<string, OidcClient>>;
