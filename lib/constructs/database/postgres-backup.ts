import type { Construct } from 'constructs';
import * as z from 'zod';
import { variablesIn } from '../../flux/substitution.js';
import { DeclaredSecret } from '../declared-secret.js';
import { cronSixFields } from '../format.js';
import { s3Credentials } from '../secrets/templates/s3.js';
import type { Unit } from '../unit.js';

/** Backups into an object store with S3's interface, by CloudNativePG itself. */
export interface PostgresBackup {
  /** Six fields, seconds first, in the operator's time zone: `0 0 2 * * *` (trap 25). */
  readonly schedule: string;
  /** How long a base backup and its WAL are kept: a number and `d`, `w` or `m`, such as `30d`. */
  readonly retention: string;
  /** Bucket and folder: `s3://bucket/folder`. */
  readonly destination: string;
  /** `https://` address of the store. */
  readonly endpoint: string;
  /** Folder below the destination. A restored cluster must not write where its origin did. @default the cluster's name */
  readonly serverName?: string;
}

type BackupCredentials = DeclaredSecret<'ACCESS_KEY_ID' | 'ACCESS_SECRET_KEY'>;

/**
 * Stores such as Backblaze B2 refuse the checksums that newer AWS clients send unasked
 * (https://cloudnative-pg.io/documentation/current/appendixes/object_stores/).
 */
export const OBJECT_STORE_ENV = [
  { name: 'AWS_REQUEST_CHECKSUM_CALCULATION', value: 'when_required' },
  { name: 'AWS_RESPONSE_CHECKSUM_VALIDATION', value: 'when_required' },
];

const retention = z.string().regex(/^[1-9][0-9]*[dwm]$/, 'a number and d, w or m, such as "30d"');
const destination = z.string().regex(/^s3:\/\/[a-z0-9][a-z0-9.-]+(\/\S*)?$/, 'a bucket such as "s3://bucket/folder"');
const endpoint = z.string().regex(/^https:\/\/\S+$/, 'an https:// address');

export function checkBackup(unit: Unit, name: string, backup: PostgresBackup): void {
  const field = `PostgresCluster ${name}.backup`;
  unit.expect(cronSixFields, `${field}.schedule`, backup.schedule);
  unit.expect(retention, `${field}.retention`, backup.retention);
  // What the owner alone knows cannot be judged here.
  if (variablesIn(backup.destination).length === 0)
    unit.expect(destination, `${field}.destination`, backup.destination);
  if (variablesIn(backup.endpoint).length === 0) unit.expect(endpoint, `${field}.endpoint`, backup.endpoint);
}

/** The Secret `s3-credentials` in the unit's namespace (S1-81). */
export function backupCredentials(scope: Construct): BackupCredentials {
  const purpose = "with write access to the database backups' bucket";
  return new DeclaredSecret(scope, 's3-credentials', s3Credentials({ purpose }));
}

/**
 * The in-tree way, which CloudNativePG 1.30 still has and 1.31 removes: the operator's chart stays below 0.30 until
 * the Barman Cloud plugin takes over (trap 26).
 */
export function barmanObjectStore(backup: PostgresBackup, credentials: BackupCredentials) {
  return {
    destinationPath: backup.destination,
    endpointURL: backup.endpoint,
    ...(backup.serverName === undefined ? {} : { serverName: backup.serverName }),
    s3Credentials: {
      accessKeyId: secretKey(credentials, 'ACCESS_KEY_ID'),
      secretAccessKey: secretKey(credentials, 'ACCESS_SECRET_KEY'),
    },
    wal: { compression: 'gzip' as const },
    data: { compression: 'gzip' as const },
  };
}

function secretKey({ name }: BackupCredentials, key: 'ACCESS_KEY_ID' | 'ACCESS_SECRET_KEY') {
  return { name, key };
}
