import {
  checksumAnnotations,
  type Database,
  type DeclaredSecret,
  HARBOR_REGISTRY_USER,
  type Json,
  type JsonObject,
} from '../../lib/index.js';
import { resources } from './resources.js';

export interface HarborValuesProps {
  readonly host: string;
  readonly secret: DeclaredSecret<'HARBOR_ADMIN_PASSWORD' | 'secretKey'>;
  /** What the core is to the registry behind it. */
  readonly registry: DeclaredSecret<'REGISTRY_PASSWD' | 'REGISTRY_HTPASSWD'>;
  readonly oauth: DeclaredSecret<'client_secret' | 'CONFIG_OVERWRITE_JSON'>;
  /** Secret with the certificate that tokens are signed with. */
  readonly token: string;
  readonly database: Database;
  readonly password: ReturnType<Database['passwordFor']>;
}

/** Values of the chart harbor 1.19.1: one of each, PostgreSQL outside, images and caches on a volume (S3-73). */
export function harborValues(props: HarborValuesProps): JsonObject {
  const { host, secret, registry, oauth, token, database, password } = props;
  const podAnnotations = checksumAnnotations([secret, registry, oauth, password.secret]);
  return {
    externalURL: `https://${host}`,
    // The chart's own nginx knows which path is whose; our Ingress needs one Service.
    expose: { type: 'clusterIP', tls: { enabled: false }, clusterIP: { name: 'harbor' } },
    existingSecretAdminPassword: secret.name,
    existingSecretSecretKey: secret.name,
    ipFamily: { ipv6: { enabled: false } },
    // Both volumes of one claim mode that one pod may mount at a time.
    updateStrategy: { type: 'Recreate' },
    persistence: {
      resourcePolicy: 'keep',
      persistentVolumeClaim: {
        registry: { size: '100Gi' },
        jobservice: { jobLog: { size: '1Gi' } },
        redis: { size: '1Gi' },
        trivy: { size: '5Gi' },
      },
    },
    database: {
      type: 'external',
      external: {
        host: database.host,
        port: String(database.port),
        username: database.user,
        coreDatabase: database.name,
        existingSecret: password.secretName,
        sslmode: 'require',
      },
      maxIdleConns: 10,
      maxOpenConns: 50,
    },
    nginx: { resources: resources('20m', '64Mi', '256Mi') },
    portal: { resources: resources('10m', '32Mi', '128Mi') },
    core: {
      secretName: token,
      podAnnotations,
      resources: resources('100m', '256Mi', '1Gi'),
      extraEnvVars: [{ name: 'CONFIG_OVERWRITE_JSON', ...from(oauth.name, 'CONFIG_OVERWRITE_JSON') }],
    },
    jobservice: { jobLoggers: ['stdout'], resources: resources('50m', '128Mi', '512Mi') },
    registry: {
      relativeurls: true,
      podAnnotations: checksumAnnotations([registry]),
      credentials: { username: HARBOR_REGISTRY_USER, existingSecret: registry.name },
      registry: { resources: resources('100m', '256Mi', '1Gi') },
      controller: { resources: resources('20m', '64Mi', '256Mi') },
    },
    trivy: { resources: resources('100m', '256Mi', '1Gi') },
    redis: { internal: { resources: resources('20m', '64Mi', '256Mi') } },
    exporter: { resources: resources('10m', '32Mi', '128Mi') },
    metrics: { enabled: true },
  };
}

function from(name: string, key: string): Record<string, Json> {
  return { valueFrom: { secretKeyRef: { name, key } } };
}
