import { basicAuth, type Cluster, type Database, DeclaredSecret, Unit, WebApp } from '../../../lib/index.js';

/** Keycloak as the identity provider, one replica. */
export function keycloak(cluster: Cluster, { database }: { database: Database }): Unit {
  const unit = new Unit(cluster.apps('security'), 'keycloak', { timeout: '15m' });
  const admin = new DeclaredSecret(unit, 'keycloak', basicAuth('admin'));
  new WebApp(unit, 'keycloak', {
    image: cluster.image('keycloak'),
    args: ['start'],
    port: 8080,
    host: 'keycloak',
    access: { own: 'Keycloak is the login' },
    env: {
      KC_DB: 'postgres',
      KC_DB_URL_HOST: database.host,
      KC_DB_URL_PORT: database.port,
      KC_DB_URL_DATABASE: database.name,
      KC_DB_USERNAME: database.user,
      KC_DB_PASSWORD: database.passwordFor(unit),
      KC_HOSTNAME: `https://${cluster.host('keycloak')}`,
      KC_HTTP_ENABLED: true,
      KC_PROXY_HEADERS: 'xforwarded',
      KC_CACHE: 'local',
      KC_HEALTH_ENABLED: true,
      KC_BOOTSTRAP_ADMIN_USERNAME: admin.ref('username'),
      KC_BOOTSTRAP_ADMIN_PASSWORD: admin.ref('password'),
    },
    // `start` builds the server for this database first, into its own folder; that takes minutes on a Raspberry Pi.
    writableRoot: true,
    health: { path: '/health/ready', port: 9000, startSeconds: 600 },
    resources: { requests: { cpu: '100m', memory: '768Mi' }, limits: { memory: '1536Mi' } },
  });
  return unit;
}
