import { join, resolve } from 'node:path';
import { Command } from 'commander';
import { collectPulumi } from '../../backup/collect-pulumi.js';
import { encryptBackup, encrypterFor } from '../../backup/encrypt.js';
import { formatBackup, parseBackup, stackName } from '../../backup/format.js';
import { openTree } from '../../backup/open-tree.js';
import { type BackupPlan, planBackup } from '../../backup/plan.js';
import { pulumiEnvironments } from '../../backup/pulumi-stores.js';
import { InputError } from '../../model/error.js';
import { CREATION_RULES_FILE } from '../../secrets/recipients/creation-rules.js';
import { recipientOf } from '../../secrets/recipients/identity.js';
import { readFileIfPresent } from '../../system/read-file.js';
import { listFiles } from '../../system/read-tree.js';
import { writeNewFile } from '../../system/write-file.js';
import type { ExitCode } from '../io.js';
import { guarded } from './guarded.js';
import type { SecretsHost } from './host.js';
import { identitiesAtHand, identitiesOf } from './identities.js';
import { pulumiOf } from './pulumi.js';
import { reportBackup } from './report-backup.js';
import { namedStacks } from './stack-places.js';

const PRIVATE = 0o600;

export function backupCommand(host: SecretsHost): Command {
  return new Command('backup')
    .description('everything that can be opened, in one file that is encrypted to age (S0-27 to S0-30)')
    .requiredOption('--out <file>', 'new file, by custom <name>.age; an existing one is never overwritten')
    .option('--cluster <name>', 'only this cluster')
    .option('--age-key <file>', 'age identity: opens the tree, and the backup unless --age-recipient says otherwise')
    .option('--age-recipient <recipient...>', 'who can open the backup')
    .option('--esc <environment...>', 'Pulumi ESC environments besides those that the clusters’ stores name')
    .option('--stack <name...>', 'Pulumi stacks whose configuration is backed up')
    .option('--stack-dir <folder...>', 'project folder of the stacks: one for all, or one each (default: this one)')
    .option('--partial', 'go on without what cannot be read; the backup records it', false)
    .option('--placeholders', 'back up placeholders too; what a CLI masked is always refused', false)
    .option('--json', 'print the result as JSON', false)
    .addHelpText(
      'after',
      [
        '',
        'Holds every sealed file below kubernetes/, .sops.yaml, the definitions of ESC environments and stack',
        'configuration. Nothing is written while something is missing, masked or a placeholder. Needs the Pulumi CLI',
        'only where there is an environment or a stack. SOPS_AGE_KEY_FILE and SOPS_AGE_KEY open files too.',
      ].join('\n'),
    )
    .action((options: BackupOptions) => guarded(host, () => runSecretsBackup(host, options)));
}

interface BackupOptions {
  readonly out: string;
  /** @default every cluster */
  readonly cluster?: string;
  /** @default the environment's identities open the tree */
  readonly ageKey?: string;
  /** @default the recipients of `ageKey` */
  readonly ageRecipient?: readonly string[];
  /** @default those that the clusters' stores name */
  readonly esc?: readonly string[];
  /** @default none */
  readonly stack?: readonly string[];
  /** @default this folder */
  readonly stackDir?: readonly string[];
  readonly partial: boolean;
  readonly placeholders: boolean;
  readonly json: boolean;
}

/** Writes a backup. @returns the exit code: 1 when something keeps it from being whole. */
async function runSecretsBackup(host: SecretsHost, options: BackupOptions): Promise<ExitCode> {
  const path = resolve(options.out);
  if (readFileIfPresent(path) !== undefined) throw exists(options.out);
  const recipients = await recipientsOfBackup(options);
  // Refused before anything is read, opened or asked for.
  encrypterFor(recipients);
  const { backup, findings } = await plannedBackup(host, options);
  if (backup !== undefined) {
    // What could not be read again is no backup.
    parseBackup(formatBackup(backup), options.out);
    const written = await writeNewFile(path, await encryptBackup(backup, recipients), { mode: PRIVATE });
    if (!written) throw exists(options.out);
  }
  reportBackup(host, options, { ...(backup === undefined ? {} : { backup }), findings });
  return backup === undefined ? 1 : 0;
}

function exists(file: string): InputError {
  return new InputError(`${file}: exists, and a backup is never overwritten`, 'choose another file');
}

async function recipientsOfBackup({ ageKey, ageRecipient = [] }: BackupOptions): Promise<readonly string[]> {
  if (ageRecipient.length > 0 || ageKey === undefined) return ageRecipient;
  return Promise.all((await identitiesOf(ageKey)).map(recipientOf));
}

async function plannedBackup(host: SecretsHost, options: BackupOptions): Promise<BackupPlan> {
  const { cluster, partial, placeholders, esc = [], stack = [], stackDir = [] } = options;
  const wrong = stack.find((name) => !stackName.safeParse(name).success);
  if (wrong !== undefined) throw new InputError(`"${wrong}" is no name of a stack`);
  const places = namedStacks(stack, stackDir);
  const identities = await identitiesAtHand(host.env, options.ageKey);
  const declared = await host.sealedFiles(cluster);
  const names = [...new Set([...pulumiEnvironments(await host.clusters(cluster)), ...esc])].sort();
  const texts = sealedTexts(host.root, cluster);
  const progress = host.progress('backing up', texts.size + names.length + places.length);
  try {
    const tree = await openTree({ texts, declared, identities, step: progress.step });
    const pulumi = await collectPulumi(pulumiOf(host), names, places, progress.step);
    const creationRules = readFileIfPresent(join(host.root, CREATION_RULES_FILE));
    const rules = creationRules === undefined ? {} : { creationRules };
    return planBackup({ tree, pulumi, ...rules, created: host.now(), placeholders, partial });
  } finally {
    progress.end();
  }
}

/** Every sealed file on disk: a backup does not depend on what the charts know of. */
function sealedTexts(root: string, cluster: string | undefined): Map<string, string> {
  const folder = cluster === undefined ? 'kubernetes' : `kubernetes/${cluster}`;
  const paths = listFiles(root, folder).filter((path) => path.endsWith('.sops.yaml'));
  return new Map(paths.map((path) => [path, readFileIfPresent(join(root, path)) ?? '']));
}
