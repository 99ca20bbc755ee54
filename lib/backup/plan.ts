import type { Finding } from '../model/finding.js';
import type { CollectedPulumi } from './collect-pulumi.js';
import { type Backup, newBackup } from './format.js';
import type { OpenedTree } from './open-tree.js';
import { refuseValues } from './refuse.js';

export interface BackupInput {
  readonly tree: OpenedTree;
  readonly pulumi: CollectedPulumi;
  /** Text of `.sops.yaml`. @default there is none */
  readonly creationRules?: string;
  readonly created: Date;
  /** Whether placeholders are backed up. Masked values never are. */
  readonly placeholders: boolean;
  /** Whether the backup goes on without what cannot be read; it records what that is. */
  readonly partial: boolean;
}

export interface BackupPlan {
  /** @default an error stands against it */
  readonly backup?: Backup;
  readonly findings: readonly Finding[];
}

/** What a backup holds, or why there is none. Nothing is left out without a finding (trap 53). */
export function planBackup({ tree, pulumi, creationRules, created, placeholders, partial }: BackupInput): BackupPlan {
  const contents = {
    created: created.toISOString(),
    ...(creationRules === undefined ? {} : { creationRules }),
    secrets: [...tree.secrets],
    environments: [...pulumi.environments],
    stacks: [...pulumi.stacks],
  };
  const refused = refuseValues(newBackup({ ...contents, missing: [] }), placeholders);
  const masked = new Set(refused.filter(({ code }) => code === 'BACKUP_MASKED').map(({ origin }) => origin.source));
  const findings = [...tree.findings, ...pulumi.findings, ...refused].map((finding) =>
    partial && ['BACKUP_MISSING', 'BACKUP_MASKED'].includes(finding.code) ? asWarning(finding) : finding,
  );
  if (findings.some(({ severity }) => severity === 'error')) return { findings };
  const missing = findings
    .filter(({ code }) => code !== 'BACKUP_PLACEHOLDER')
    .map(({ origin, message }) => ({ name: origin.source, reason: message }));
  const backup = newBackup({
    ...contents,
    secrets: contents.secrets.filter(({ path }) => !masked.has(path)),
    environments: contents.environments.filter(({ name }) => !masked.has(name)),
    stacks: contents.stacks.filter(({ name }) => !masked.has(`stack ${name}`)),
    missing,
  });
  return { backup, findings };
}

function asWarning(finding: Finding): Finding {
  return { ...finding, severity: 'warning' };
}
