import { by } from '../../model/code-unit-order.js';
import { formatResourceId } from '../../model/manifest.js';
import type { SealedFile } from '../../model/secret.js';
import type { SecretConsumer } from '../consumers/consumers.js';
import { secretId } from '../problem.js';
import type { ChangedFile } from './change-plan.js';

/** What a change means for the cluster, once it is committed and applied (S3-17, S3-18). */
export interface Consequences {
  /** Workloads whose pods start anew by themselves. */
  readonly restarts: readonly { readonly workload: string; readonly by: 'checksum' | 'reloader' }[];
  /** Workloads whose pods keep the old value until somebody restarts them. */
  readonly keepOld: readonly string[];
}

/** What else must change by hand, as the declaration says it. */
export interface RotationNote {
  /** `<namespace>/<name>:<key>`. */
  readonly key: string;
  readonly note: string;
}

/**
 * Who notices a change. A new data key changes the ciphertext and with it the checksums in pod templates, though no
 * value is another one; Reloader and pods see values alone.
 */
export function consequencesOf(
  changes: readonly Pick<ChangedFile, 'secret' | 'keys'>[],
  consumers: ReadonlyMap<string, readonly SecretConsumer[]>,
): Consequences {
  const restarts = new Map<string, 'checksum' | 'reloader'>();
  const keepOld = new Set<string>();
  for (const { secret, keys } of changes) {
    for (const { id, keepsPods, restart } of consumers.get(secret) ?? []) {
      const workload = formatResourceId(id);
      if (restart === 'checksum' || (restart === 'reloader' && keys.length > 0)) restarts.set(workload, restart);
      else if (restart === undefined && keepsPods && keys.length > 0) keepOld.add(workload);
    }
  }
  return {
    restarts: [...restarts].map(([workload, how]) => ({ workload, by: how })).sort(by(({ workload }) => workload)),
    keepOld: [...keepOld].filter((workload) => !restarts.has(workload)).sort(),
  };
}

/** The declarations' notes on keys that get another value. */
export function rotationNotes(
  changes: readonly Pick<ChangedFile, 'secret' | 'keys'>[],
  files: readonly SealedFile[],
): RotationNote[] {
  return changes.flatMap(({ secret, keys }) => {
    const declared = files.find(({ declaration }) => secretId(declaration) === secret)?.declaration.keys ?? {};
    return keys.flatMap((key) => {
      const note = declared[key]?.rotation;
      return note === undefined ? [] : [{ key: `${secret}:${key}`, note }];
    });
  });
}
