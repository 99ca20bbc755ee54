import { Construct } from 'constructs';
import type { JsonObject } from '../../model/json.js';
import type { Resources } from '../app/container.js';
import { DeclaredSecret } from '../declared-secret.js';
import { quantity } from '../format.js';
import { chartImage } from '../helm/chart-image.js';
import { HelmApp } from '../helm/helm-app.js';
import { databaseName } from '../secrets/templates/credential-text.js';
import { type PostgresqlCredentials, postgresqlCredentials } from '../secrets/templates/postgresql.js';
import { exposeTcp } from '../tcp/expose-tcp.js';
import { type Unit, unitOf } from '../unit.js';
import { Database } from './database.js';

export interface BitnamiPostgresqlProps {
  /** The official image, `docker.io/library/postgres`, or one that is built from it: Bitnami's own are gone. */
  readonly image: string;
  /** Name of the database. */
  readonly database: string;
  /** Its owner, an ordinary role. @default the database's name */
  readonly user?: string;
  /** Size of the volume, such as `20Gi`. */
  readonly size: string;
  /** Host name for clients outside the cluster. @default only the inside reaches it */
  readonly host?: string;
  /** Name of the Secret with the passwords. @default '<name>-credentials' */
  readonly secretName?: string;
  /** @default 100m CPU and 256Mi, limited to 1Gi */
  readonly resources?: Resources;
  /** Name of the chart in charts/versions.yaml. @default 'postgresql' */
  readonly chart?: string;
}

const PORT = 5432;
/** User and group `postgres` of the official image on Debian. */
const OWNER = 999;
/** Where the chart mounts the Secret. */
const SECRETS = '/opt/bitnami/postgresql/secrets';
const DEFAULT_RESOURCES = { requests: { cpu: '100m', memory: '256Mi' }, limits: { memory: '1Gi' } };

/**
 * PostgreSQL by Bitnami's chart with the official image: one instance, one database, and passwords from a declared
 * secret (S2-27 to S2-30, X-10). A new major version of the image does not start on the old one's files: dump and restore.
 */
export class BitnamiPostgresql extends Construct {
  /** The database, for apps in any namespace. */
  readonly database: Database;
  /** Full host name for clients outside; undefined when not exposed. */
  readonly host: string | undefined;
  readonly secret: DeclaredSecret<keyof PostgresqlCredentials>;

  constructor(scope: Construct, name: string, props: BitnamiPostgresqlProps) {
    super(scope, name);
    const unit: Unit = unitOf(this);
    const { database, user = database, secretName = `${name}-credentials`, chart = 'postgresql' } = props;
    unit.expect(quantity, `BitnamiPostgresql ${name}.size`, props.size);
    unit.expect(databaseName, `BitnamiPostgresql ${name}.database`, database);
    unit.expect(databaseName, `BitnamiPostgresql ${name}.user`, user);
    this.secret = new DeclaredSecret(this, secretName, postgresqlCredentials({ username: user, database }));
    new HelmApp(this, name, {
      chart,
      stateful: true,
      timeout: '10m',
      values: values(name, {
        ...props,
        database,
        user,
        secret: secretName,
        storageClass: unit.cluster.settings.storageClass,
      }),
      brings: [name, `${name}-hl`].map((service) => ({ group: '', kind: 'Service', name: service })),
    });
    const password = { secret: this.secret, key: 'password' };
    const inside = `${name}.${unit.namespace}.svc.cluster.local`;
    this.database = new Database({ unit, host: inside, port: PORT, name: database, user, password });
    this.host =
      props.host === undefined
        ? undefined
        : exposeTcp(this, {
            service: name,
            port: PORT,
            protocol: 'postgresql',
            host: props.host,
            selector: { 'app.kubernetes.io/instance': name, 'app.kubernetes.io/component': 'primary' },
            access: { own: 'PostgreSQL asks for a password' },
          });
  }
}

interface ResolvedProps extends BitnamiPostgresqlProps {
  readonly user: string;
  readonly secret: string;
  readonly storageClass: string | undefined;
}

function values(name: string, props: ResolvedProps): JsonObject {
  const { image, database, user, secret, size, storageClass, resources = DEFAULT_RESOURCES } = props;
  return {
    fullnameOverride: name,
    // The chart refuses every image that is not Bitnami's until it is told that it is meant.
    global: { security: { allowInsecureImages: true } },
    image: chartImage(image),
    auth: {
      existingSecret: secret,
      secretKeys: { adminPasswordKey: 'postgres-password', userPasswordKey: 'password' },
      database,
    },
    primary: {
      initdb: { args: '--auth=scram-sha-256', scripts: { 'database.sh': firstStart(user, database) } },
      service: { type: 'ClusterIP', ports: { postgresql: PORT } },
      persistence: { enabled: true, size, ...(storageClass === undefined ? {} : { storageClass }) },
      startupProbe: { enabled: true, failureThreshold: 30 },
      podSecurityContext: { fsGroup: OWNER },
      containerSecurityContext: { runAsUser: OWNER, runAsGroup: OWNER },
      resourcesPreset: 'none',
      resources: resources as JsonObject,
      // The official image keeps its socket there, and the root file system is read-only.
      extraVolumes: [{ name: 'socket', emptyDir: {} }],
      extraVolumeMounts: [{ name: 'socket', mountPath: '/var/run/postgresql' }],
    },
  };
}

/**
 * The user and its database. With the chart's `auth.username` the official image would make the user a superuser. psql
 * reads the password itself, so that no list of processes shows it.
 */
function firstStart(user: string, database: string): string {
  return `psql --no-psqlrc --set ON_ERROR_STOP=1 --username postgres --dbname postgres <<'SQL'
\\set password \`cat ${SECRETS}/password\`
CREATE ROLE "${user}" LOGIN PASSWORD :'password';
CREATE DATABASE "${database}" OWNER "${user}";
SQL
`;
}
