import {
  asked,
  authentikOidc,
  type Cluster,
  ConfigFiles,
  type ContainerProps,
  claim,
  closeNamespace,
  type Database,
  DeclaredSecret,
  emptyDir,
  generated,
  given,
  inventreeOidc,
  type OidcProvider,
  Unit,
  WebApp,
} from '../../lib/index.js';

export interface InventreeOptions {
  readonly database: Database;
  /** authentik, which knows InvenTree's users. */
  readonly identity: OidcProvider;
}

const DATA = '/home/inventree/data';
const APP_PORT = 8000;

/** InvenTree: server, background worker and file server around one volume, with authentik for its users (S3-76). */
export function inventree(cluster: Cluster, { database, identity }: InventreeOptions): Unit {
  const unit = new Unit(cluster.apps(), 'inventree', {
    dependsOn: [identity.unit],
    podSecurity: { level: 'baseline', reason: 'the start script of its image expects to be root' },
  });
  const host = cluster.host('inventree');
  const admin = new DeclaredSecret(unit, 'inventree-admin', {
    INVENTREE_ADMIN_USER: given('inventree-admin'),
    INVENTREE_ADMIN_PASSWORD: generated({ length: 32, rotation: 'InvenTree reads it when it makes the account' }),
    INVENTREE_ADMIN_EMAIL: asked('E-mail address of InvenTree’s administrator', { placeholder: 'admin@example.org' }),
    INVENTREE_SECRET_KEY: generated({ length: 64, rotation: 'everybody has to log in again' }),
  });
  const oidc = { ...identity.client('inventree'), issuer: authentikOidc(cluster, 'inventree').issuer };
  const oauth = new DeclaredSecret(unit, 'inventree-oauth', inventreeOidc(oidc));
  const nginx = new ConfigFiles(unit, 'inventree-nginx', { 'inventree.conf': nginxConfig(host) });
  const data = claim('20Gi');
  const app: ContainerProps = {
    image: cluster.image('inventree'),
    security: { runAsUser: 0, runAsGroup: 0, runAsNonRoot: false },
    writableRoot: true,
    envFrom: [admin],
    env: {
      INVENTREE_SITE_URL: `https://${host}`,
      INVENTREE_TIMEZONE: cluster.timezone,
      INVENTREE_USE_X_FORWARDED_HOST: true,
      INVENTREE_USE_X_FORWARDED_PROTO: true,
      INVENTREE_AUTO_UPDATE: false,
      INVENTREE_DB_ENGINE: 'postgresql',
      INVENTREE_DB_NAME: database.name,
      INVENTREE_DB_USER: database.user,
      INVENTREE_DB_HOST: database.host,
      INVENTREE_DB_PORT: database.port,
      INVENTREE_DB_PASSWORD: database.passwordFor(unit),
      INVENTREE_SOCIAL_BACKENDS: 'allauth.socialaccount.providers.openid_connect',
      INVENTREE_SOCIAL_PROVIDERS: oauth.ref('providers'),
      INVENTREE_GLOBAL_SETTINGS: JSON.stringify({
        LOGIN_ENABLE_SSO: true,
        LOGIN_ENABLE_SSO_REG: true,
        LOGIN_SIGNUP_SSO_AUTO: true,
      }),
    },
    mounts: { [DATA]: data, '/tmp': emptyDir({ sizeLimit: '2Gi' }) },
    resources: { requests: { cpu: '100m', memory: '384Mi' }, limits: { memory: '1Gi' } },
  };
  new WebApp(unit, 'inventree', {
    image: cluster.image('nginx-unprivileged'),
    user: 101,
    port: 8080,
    host: 'inventree',
    access: { own: 'InvenTree asks for a login' },
    routeAnnotations: { 'nginx.ingress.kubernetes.io/proxy-body-size': '100m' },
    // The first start makes the tables.
    health: { startSeconds: 900 },
    mounts: { '/etc/nginx/conf.d': nginx.mount(), '/var/www': { ...data, readOnly: true } },
    initContainers: {
      migrate: { ...app, command: ['/bin/sh', '-c', 'invoke migrate && invoke static --skip-plugins'] },
    },
    sidecars: { server: app, worker: { ...app, command: ['invoke', 'worker'] } },
  });
  closeNamespace(unit, { exposure: [8080] });
  return unit;
}

/** Uploaded files are for those who are logged in: nginx asks InvenTree before it hands one out. */
function nginxConfig(host: string): string {
  return `server {
  listen 8080;
  server_name ${host};
  client_max_body_size 100m;

  location /static/ {
    alias /var/www/static/;
    expires 30d;
  }

  location /media/ {
    alias /var/www/media/;
    auth_request /auth;
  }

  location = /auth {
    internal;
    proxy_pass http://127.0.0.1:${APP_PORT}/auth/;
    proxy_pass_request_body off;
    proxy_set_header Content-Length "";
    proxy_set_header Host $host;
    proxy_set_header X-Forwarded-Proto https;
  }

  location / {
    proxy_pass http://127.0.0.1:${APP_PORT};
    proxy_set_header Host $host;
    proxy_set_header X-Forwarded-For $proxy_add_x_forwarded_for;
    proxy_set_header X-Forwarded-Proto https;
  }
}
`;
}
