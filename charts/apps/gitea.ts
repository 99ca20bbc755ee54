import {
  authentikOidc,
  autoHttps,
  type Cluster,
  checksumAnnotations,
  closeNamespace,
  DeclaredSecret,
  generated,
  giteaAdmin,
  giteaOauth,
  HelmApp,
  monitoring,
  type OidcProvider,
  postgresqlCredentials,
  RESTRICTED_CONTAINER,
  restrictedPodWithVolumes,
  Unit,
} from '../../lib/index.js';
import { giteaPostgresql } from './gitea-postgresql.js';
import { resources } from './resources.js';

export interface GiteaOptions {
  /** authentik: Gitea asks it for its addresses while it starts. */
  readonly identity: OidcProvider;
}

/** Gitea with its chart's own PostgreSQL, and authentik for its users (S3-71, S3-72). Git goes over HTTPS. */
export function gitea(cluster: Cluster, { identity }: GiteaOptions): Unit {
  const unit = new Unit(cluster.apps(), 'gitea', { dependsOn: [identity.unit] });
  const admin = new DeclaredSecret(unit, 'gitea-admin', giteaAdmin());
  const oauth = new DeclaredSecret(unit, 'gitea-oauth', giteaOauth(identity.client('gitea')));
  const database = new DeclaredSecret(unit, 'gitea-database', postgresqlCredentials({ username: 'gitea' }));
  // Metrics are on the port that everybody reaches, names of repositories and users among them.
  const metrics = new DeclaredSecret(unit, 'gitea-metrics', { token: generated({ length: 32 }) });
  const metricsToken = { name: metrics.name, key: metrics.ref('token').key };
  const host = autoHttps(unit, {
    service: 'gitea-http',
    port: 3000,
    host: 'git',
    access: { own: 'Gitea asks for a login' },
    // A push is one request.
    annotations: { 'nginx.ingress.kubernetes.io/proxy-body-size': '0' },
  });
  new HelmApp(unit, 'gitea', {
    timeout: '15m',
    stateful: true,
    brings: [{ kind: 'Service', name: 'gitea-http', ports: [3000, 'http'] }],
    values: {
      // One volume that one pod may mount at a time.
      strategy: { type: 'Recreate' },
      podSecurityContext: restrictedPodWithVolumes(1000),
      containerSecurityContext: RESTRICTED_CONTAINER,
      persistence: { size: '20Gi' },
      resources: resources('100m', '256Mi', '1Gi'),
      initContainers: { resources: resources('50m', '128Mi', '512Mi') },
      gitea: {
        admin: { existingSecret: admin.name, email: `gitea-admin@${cluster.settings.domain}` },
        oauth: [
          {
            name: 'authentik',
            provider: 'openidConnect',
            existingSecret: oauth.name,
            autoDiscoverUrl: authentikOidc(cluster, 'gitea').discovery,
            scopes: 'email profile',
            // Who is in neither group gets no account; an administrator is in both (S3-65, S3-72).
            requiredClaimName: 'groups',
            requiredClaimValue: 'gitea-users',
            groupClaimName: 'groups',
            adminGroup: 'gitea-admins',
          },
        ],
        podAnnotations: checksumAnnotations([admin, oauth, database, metrics]),
        metrics: { enabled: true },
        config: {
          server: { DOMAIN: host, ROOT_URL: `https://${host}/`, DISABLE_SSH: true, START_SSH_SERVER: false },
          service: { ALLOW_ONLY_EXTERNAL_REGISTRATION: true, SHOW_REGISTRATION_BUTTON: false },
          oauth2_client: { ENABLE_AUTO_REGISTRATION: true, USERNAME: 'nickname', ACCOUNT_LINKING: 'login' },
        },
        // The chart writes its values' password into the configuration; a variable wins over that.
        additionalConfigFromEnvs: [
          {
            name: 'GITEA__DATABASE__PASSWD',
            valueFrom: { secretKeyRef: { name: database.name, key: 'password' } },
          },
          { name: 'GITEA__METRICS__TOKEN', valueFrom: { secretKeyRef: metricsToken } },
        ],
      },
      postgresql: giteaPostgresql(cluster, database.name),
      global: { security: { allowInsecureImages: true } },
      'postgresql-ha': { enabled: false },
      'valkey-cluster': { enabled: false },
      test: { enabled: false },
    },
  });
  new monitoring.ServiceMonitor(unit, 'service-monitor', {
    metadata: { name: 'gitea' },
    spec: {
      selector: { matchLabels: { 'app.kubernetes.io/name': 'gitea' } },
      endpoints: [{ port: 'http', path: '/metrics', interval: '1m', authorization: { credentials: metricsToken } }],
    },
  });
  closeNamespace(unit, { within: true, exposure: [3000], prometheus: [3000] });
  return unit;
}
