import {
  authentikOidc,
  autoHttps,
  type Cluster,
  checksumAnnotations,
  closeNamespace,
  type Database,
  DeclaredSecret,
  generated,
  HelmApp,
  matrixSigningKey,
  monitoring,
  type OidcProvider,
  oauthClient,
  RESTRICTED_CONTAINER,
  restrictedPodWithVolumes,
  Unit,
  Valkey,
} from '../../lib/index.js';
import { resources } from './resources.js';

export interface MatrixOptions {
  /** Synapse demands the locale C. */
  readonly database: Database;
  /** authentik, which knows Synapse's users. */
  readonly identity: OidcProvider;
}

const OIDC_FOLDER = '/synapse/oidc';

/** Matrix: one Synapse whose users come from authentik (S3-75). Its name is part of every user's id, for ever. */
export function matrix(cluster: Cluster, { database, identity }: MatrixOptions): Unit {
  const unit = new Unit(cluster.apps(), 'matrix', { dependsOn: [identity.unit] });
  const signing = new DeclaredSecret(unit, 'matrix-signing-key', matrixSigningKey());
  const oauth = new DeclaredSecret(unit, 'matrix-oauth', oauthClient(identity.client('matrix')));
  const keys = new DeclaredSecret(unit, 'matrix-keys', {
    registration: generated({ length: 48 }),
    macaroon: generated({ length: 48, rotation: 'everybody is logged out' }),
  });
  const valkey = new Valkey(unit, 'matrix-valkey');
  const password = database.passwordFor(unit);
  const host = autoHttps(unit, {
    service: 'matrix-synapse',
    port: 8008,
    host: 'chat',
    access: { own: 'Synapse asks for a login; other servers sign their requests' },
    annotations: { 'nginx.ingress.kubernetes.io/proxy-body-size': '100m' },
  });
  new HelmApp(unit, 'matrix-synapse', {
    timeout: '15m',
    stateful: true,
    brings: [{ kind: 'Service', name: 'matrix-synapse', ports: [8008, 'http'] }],
    // The chart takes these two as text alone, and makes up another registration secret at every upgrade.
    valuesFrom: [
      { kind: 'Secret', name: keys.name, valuesKey: 'registration', targetPath: 'config.registrationSharedSecret' },
      { kind: 'Secret', name: keys.name, valuesKey: 'macaroon', targetPath: 'config.macaroonSecretKey' },
    ],
    values: {
      serverName: host,
      publicServerName: host,
      // Its job would need an image that is gone; the key is ours.
      signingkey: { job: { enabled: false }, existingSecret: signing.name, existingSecretKey: 'signing.key' },
      config: { reportStats: false, enableRegistration: false },
      extraConfig: {
        // Federation at 443, where the VPS passes TLS through.
        serve_server_wellknown: true,
        password_config: { enabled: false },
        max_upload_size: '100M',
        oidc_providers: [
          {
            idp_id: 'authentik',
            idp_name: 'authentik',
            issuer: authentikOidc(cluster, 'matrix').issuer,
            client_id: 'matrix',
            client_secret_path: `${OIDC_FOLDER}/client_secret`,
            scopes: ['openid', 'profile', 'email'],
            user_mapping_provider: {
              config: { localpart_template: '{{ user.preferred_username }}', display_name_template: '{{ user.name }}' },
            },
          },
        ],
      },
      synapse: {
        // One volume that one pod may mount at a time.
        strategy: { type: 'Recreate' },
        annotations: checksumAnnotations([signing, oauth, password.secret, valkey.secret]),
        podSecurityContext: restrictedPodWithVolumes(666),
        securityContext: RESTRICTED_CONTAINER,
        resources: resources('100m', '384Mi', '2Gi'),
        extraVolumes: [
          {
            name: 'oidc',
            secret: { secretName: oauth.name, items: [{ key: 'client_secret', path: 'client_secret' }] },
          },
        ],
        extraVolumeMounts: [{ name: 'oidc', mountPath: OIDC_FOLDER, readOnly: true }],
      },
      persistence: { size: '20Gi' },
      postgresql: { enabled: false },
      externalPostgresql: {
        host: database.host,
        port: database.port,
        username: database.user,
        database: database.name,
        sslmode: 'require',
        existingSecret: password.secretName,
        existingSecretPasswordKey: password.key,
      },
      redis: { enabled: false },
      externalRedis: {
        host: valkey.host,
        port: valkey.port,
        existingSecret: valkey.secret.name,
        existingSecretPasswordKey: 'redis-password',
      },
      ingress: { enabled: false },
    },
  });
  new monitoring.PodMonitor(unit, 'pod-monitor', {
    metadata: { name: 'matrix' },
    spec: {
      selector: { matchLabels: { 'app.kubernetes.io/name': 'matrix-synapse' } },
      podMetricsEndpoints: [{ port: 'metrics', path: '/_synapse/metrics', interval: '1m' }],
    },
  });
  closeNamespace(unit, { within: true, exposure: [8008], prometheus: [9090] });
  return unit;
}
