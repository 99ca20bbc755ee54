import { join, resolve } from 'node:path';
import { Command } from 'commander';
import { chooseParts } from '../../backup/choose.js';
import { decryptBackup } from '../../backup/encrypt.js';
import type { Backup } from '../../backup/format.js';
import { planRestoreFiles, type RestoreFilesPlan } from '../../backup/restore-files.js';
import { planRestorePulumi, type RestorePulumiPlan } from '../../backup/restore-pulumi.js';
import { InputError } from '../../model/error.js';
import { formatFinding } from '../../model/finding.js';
import { CREATION_RULES_FILE } from '../../secrets/recipients/creation-rules.js';
import { readBytes, readFileIfPresent } from '../../system/read-file.js';
import type { ExitCode } from '../io.js';
import { guarded } from './guarded.js';
import type { SecretsHost } from './host.js';
import { identitiesAtHand } from './identities.js';
import { pulumiOf } from './pulumi.js';
import { projectFolder, stackPlace } from './stack-places.js';
import { writeSealed } from './write-sealed.js';

export function restoreCommand(host: SecretsHost): Command {
  return new Command('restore')
    .description('bring back what a backup holds: sealed files, ESC environments, stack configuration (S0-29)')
    .argument('<file>', 'a file that secrets backup wrote')
    .option('--age-key <file>', 'age identity that opens the backup, and files that exist')
    .option('--only <what...>', 'sops, esc, stack, or a name or folder that --dry-run shows')
    .option('--stack-dir <folder...>', 'folders of the stacks’ projects')
    .option('--replace', 'replace what exists and holds other values', false)
    .option('--dry-run', 'say what would happen, and change nothing', false)
    .option('--json', 'print the result as JSON', false)
    .addHelpText(
      'after',
      [
        '',
        'Files are sealed for the recipients that .sops.yaml names now. What holds the same values stays as it is.',
        'Nothing is changed while something that exists differs, unless --replace says so. The Pulumi CLI gets values',
        'on its standard input, never as arguments. A backup does not say who made it: restore what is your own.',
      ].join('\n'),
    )
    .action((file: string, options: RestoreOptions) => guarded(host, () => runSecretsRestore(host, file, options)));
}

interface RestoreOptions {
  /** @default the environment's identities */
  readonly ageKey?: string;
  /** @default everything */
  readonly only?: readonly string[];
  /** @default none */
  readonly stackDir?: readonly string[];
  readonly replace: boolean;
  readonly dryRun: boolean;
  readonly json: boolean;
}

type RestorePlan = RestoreFilesPlan & RestorePulumiPlan;

/** Restores a backup. @returns the exit code: 1 when something stands against it. */
async function runSecretsRestore(host: SecretsHost, file: string, options: RestoreOptions): Promise<ExitCode> {
  const bytes = readBytes(resolve(file));
  if (bytes === undefined) throw new InputError(`${file}: no such file`);
  const identities = await identitiesAtHand(host.env, options.ageKey);
  const whole = await decryptBackup(bytes, identities, file);
  const backup = chooseParts(whole, options.only ?? []);
  for (const { name, reason } of whole.missing) host.stderr(`the backup lacks ${name}: ${reason}`);
  const plan = await planned(host, backup, identities, options);
  const failed = plan.findings.some(({ severity }) => severity === 'error');
  const rendered = failed || options.dryRun ? 0 : await carryOut(host, plan);
  report(host, plan, options, failed);
  return failed ? 1 : rendered;
}

async function planned(
  host: SecretsHost,
  backup: Backup,
  identities: readonly string[],
  { replace, stackDir = [] }: RestoreOptions,
): Promise<RestorePlan> {
  const sopsYaml = readFileIfPresent(join(host.root, CREATION_RULES_FILE));
  const texts = new Map<string, string>();
  for (const { path } of backup.secrets) {
    const text = readFileIfPresent(join(host.root, path));
    if (text !== undefined) texts.set(path, text);
  }
  const rules = sopsYaml === undefined ? {} : { sopsYaml };
  const { now, random } = host;
  const files = await planRestoreFiles({ backup, texts, ...rules, identities, replace, now: now(), random });
  const folders = backup.stacks.length === 0 ? [] : stackDir.map(projectFolder);
  const places = backup.stacks.flatMap(({ project, name }) =>
    folders.filter((folder) => folder.project === project).map((folder) => stackPlace(folder, name)),
  );
  const pulumi = await planRestorePulumi(backup, pulumiOf(host), places, replace);
  return { ...files, ...pulumi, findings: [...files.findings, ...pulumi.findings] };
}

async function carryOut(host: SecretsHost, { files, steps }: RestorePlan): Promise<ExitCode> {
  const changed = files.flatMap(({ path, content }) => (content === undefined ? [] : [{ path, content }]));
  const rendered = writeSealed(host, changed);
  const due = steps.filter(({ run }) => run !== undefined);
  const progress = host.progress('restoring', due.length);
  try {
    for (const { name, run } of due) {
      progress.step(name);
      await run?.();
    }
  } finally {
    progress.end();
  }
  return rendered;
}

function report(host: SecretsHost, plan: RestorePlan, { json, dryRun }: RestoreOptions, failed: boolean): void {
  const changes = [
    ...plan.files.map(({ path, change }) => ({ name: path, change })),
    ...plan.steps.map(({ name, change }) => ({ name, change })),
  ];
  const done = !failed && !dryRun;
  if (json) {
    host.stdout(JSON.stringify({ restored: done, changes, findings: plan.findings }, null, 2));
    return;
  }
  for (const finding of plan.findings) host.stderr(formatFinding(finding));
  for (const { name, change } of changes) host.stdout(`${change.padEnd(9)}  ${name}`);
  const kept = changes.filter(({ change }) => change === 'kept').length;
  host.stdout(done ? `${changes.length - kept} restored, ${kept} kept` : 'nothing was changed');
}
