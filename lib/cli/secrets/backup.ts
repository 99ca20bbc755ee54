import { resolve } from 'node:path';
import { Command } from 'commander';
import { encryptBackup, encrypterFor } from '../../backup/encrypt.js';
import { formatBackup, parseBackup } from '../../backup/format.js';
import { InputError } from '../../model/error.js';
import { recipientOf } from '../../secrets/recipients/identity.js';
import { readFileIfPresent } from '../../system/read-file.js';
import { writeNewFile } from '../../system/write-file.js';
import type { ExitCode } from '../io.js';
import { guarded } from './guarded.js';
import type { SecretsHost } from './host.js';
import { identitiesOf } from './identities.js';
import { type BackupContents, plannedBackup } from './planned-backup.js';
import { reportBackup } from './report-backup.js';

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

interface BackupOptions extends BackupContents {
  readonly out: string;
  /** @default the recipients of `ageKey` */
  readonly ageRecipient?: readonly string[];
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
