import { type Cluster, claim, closeNamespace, LoginProxy, type OidcProvider, Unit, WebApp } from '../../lib/index.js';

export interface WebhookInboxOptions {
  /** authentik, which the login in front of the inbox asks. */
  readonly identity: OidcProvider;
}

const PORT = 8080;

/** An address of the inbox is a random UUID, which its owner made after a login. */
const ADDRESS = '^/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}(/|$)';

/**
 * An inbox for webhooks of others (S3-83): it keeps what is posted to an address, for a person to look at. Everybody may
 * post to an address that exists; who made it and what is in it takes a login.
 */
export function webhookInbox(cluster: Cluster, { identity }: WebhookInboxOptions): Unit {
  const unit = new Unit(cluster.apps(), 'webhook-inbox');
  const app = new WebApp(unit, 'webhook-inbox', {
    image: cluster.image('webhook-tester'),
    port: PORT,
    user: 10001,
    health: { path: '/healthz' },
    env: {
      STORAGE_DRIVER: 'fs',
      FS_STORAGE_DIR: '/data',
      PUBSUB_DRIVER: 'memory',
      SESSION_TTL: '720h',
      MAX_REQUESTS: 512,
      PUBLIC_URL_ROOT: `https://${cluster.host('hooks')}`,
    },
    mounts: { '/data': claim('2Gi') },
  });
  new LoginProxy(unit, 'webhook-inbox', {
    identity,
    host: 'hooks',
    app,
    groups: ['webhook-inbox-users'],
    publicRoutes: [`POST=${ADDRESS}`],
  });
  closeNamespace(unit);
  return unit;
}
