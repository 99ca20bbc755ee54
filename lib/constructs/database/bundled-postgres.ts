import type { Construct } from 'constructs';
import type { ExternalObject } from '../../model/external.js';
import type { JsonObject } from '../../model/json.js';
import { DeclaredSecret } from '../declared-secret.js';
import { postgresqlCredentials } from '../secrets/templates/postgresql.js';
import { type Unit, unitOf } from '../unit.js';
import { Database } from './database.js';

/** PostgreSQL that comes with an app's chart: its values, and the connection for the app itself. */
export interface BundledPostgres {
  readonly database: Database;
  /** What goes below `postgresql` in the app's values. */
  readonly values: JsonObject;
  readonly brings: readonly Omit<ExternalObject, 'reason'>[];
}

export interface BundledPostgresProps {
  /** Release of the app; the Service is `<release>-postgresql`. */
  readonly release: string;
  /** Database and user. @default the release's name */
  readonly name?: string;
  readonly size: string;
}

/**
 * The PostgreSQL of a Bitnami subchart, with an image that somebody still builds: the app's chart brings the
 * image and the settings that go with it. Passwords are a declared secret, so that the chart makes up none.
 */
export function bundledPostgres(
  scope: Construct,
  { release, name = release, size }: BundledPostgresProps,
): BundledPostgres {
  const unit: Unit = unitOf(scope);
  const service = `${release}-postgresql`;
  const secret = new DeclaredSecret(scope, service, postgresqlCredentials({ username: name, database: name }));
  const host = `${service}.${unit.namespace}.svc.cluster.local`;
  const { storageClass } = unit.cluster.settings;
  return {
    database: new Database({ unit, host, port: 5432, name, user: name, password: { secret, key: 'password' } }),
    values: {
      enabled: true,
      auth: {
        username: name,
        database: name,
        existingSecret: service,
        secretKeys: { adminPasswordKey: 'postgres-password', userPasswordKey: 'password' },
      },
      primary: {
        persistence: { size, ...(storageClass === undefined ? {} : { storageClass }) },
        resources: { requests: { cpu: '100m', memory: '256Mi' }, limits: { memory: '1Gi' } },
      },
    },
    brings: [{ group: '', kind: 'Service', name: service }],
  };
}
