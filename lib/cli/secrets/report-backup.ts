import { isAbsolute, relative, resolve } from 'node:path';
import type { BackupPlan } from '../../backup/plan.js';
import { formatFinding } from '../../model/finding.js';
import type { SecretsHost } from './host.js';

/** Says what a backup holds and lacks: names alone. */
export function reportBackup(
  host: SecretsHost,
  { out, json }: { readonly out: string; readonly json: boolean },
  { backup, findings }: BackupPlan,
): void {
  const { secrets = [], environments = [], stacks = [], missing = [] } = backup ?? {};
  if (json) {
    const held = {
      secrets: secrets.map(({ path }) => path),
      environments: environments.map(({ name }) => name),
      stacks: stacks.map(({ name }) => name),
    };
    host.stdout(
      JSON.stringify({ ...(backup === undefined ? {} : { file: out }), ...held, missing, findings }, null, 2),
    );
  } else {
    for (const finding of findings) host.stderr(formatFinding(finding));
    const counts = `${secrets.length} sealed files, ${environments.length} environments, ${stacks.length} stacks`;
    const lacks = missing.length === 0 ? '' : `, without ${missing.length} that are named above`;
    host.stdout(backup === undefined ? 'nothing was written' : `${out}: ${counts}${lacks}`);
  }
  const inside = relative(host.root, resolve(out));
  if (backup !== undefined && !inside.startsWith('..') && !isAbsolute(inside)) {
    host.stderr(
      `${out}: is inside the repository; keep backups elsewhere, since what is committed cannot be taken back`,
    );
  }
}
