import * as z from 'zod';
import type { DeclaredSecret } from '../declared-secret.js';
import type { Unit } from '../unit.js';
import { barmanObjectStore, type PostgresBackup } from './postgres-backup.js';

/** Where a new cluster gets its data from, instead of starting empty (S1-83). Looked at when it is created, never later. */
export interface PostgresRecovery {
  /** Folder of the lost cluster below the backup's destination: its name, unless it had a `serverName`. */
  readonly serverName: string;
  /** Point in time, such as `2026-01-31T02:00:00Z`. @default the end of the archive */
  readonly targetTime?: string;
}

const ORIGIN = 'origin';
const instant = z.iso.datetime({ offset: true, message: 'a point in time such as "2026-01-31T02:00:00Z"' });

/** CloudNativePG refuses to archive into a folder that is not empty: the new cluster needs one of its own. */
export function checkRecovery(unit: Unit, name: string, backup: PostgresBackup, recovery: PostgresRecovery): void {
  const field = `PostgresCluster ${name}.recovery`;
  if (recovery.targetTime !== undefined) unit.expect(instant, `${field}.targetTime`, recovery.targetTime);
  if (recovery.serverName !== (backup.serverName ?? name)) return;
  unit.report({
    code: 'VALUE_INVALID',
    field: `${field}.serverName`,
    message: `the recovered cluster would archive into "${recovery.serverName}", which it is recovered from`,
    hint: `give backup.serverName a new name, such as "${recovery.serverName}-2"`,
  });
}

/** `bootstrap` and `externalClusters` of a Cluster. */
export function recoverySpec(
  backup: PostgresBackup,
  credentials: DeclaredSecret<'ACCESS_KEY_ID' | 'ACCESS_SECRET_KEY'>,
  { serverName, targetTime }: PostgresRecovery,
) {
  const recoveryTarget = targetTime === undefined ? {} : { recoveryTarget: { targetTime } };
  const store = barmanObjectStore({ ...backup, serverName }, credentials);
  return {
    bootstrap: { recovery: { source: ORIGIN, ...recoveryTarget } },
    externalClusters: [{ name: ORIGIN, barmanObjectStore: store }],
  };
}
