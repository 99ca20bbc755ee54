import { Command } from 'commander';
import { backupCommand } from './backup.js';
import { editCommand } from './edit.js';
import { escCommand } from './esc.js';
import { fluxKeyCommand } from './flux-key.js';
import type { SecretsHost } from './host.js';
import { importCommand } from './import.js';
import { initCommand } from './init.js';
import { keygenCommand } from './keygen.js';
import { pullTestCommand } from './pull-test.js';
import { restoreCommand } from './restore.js';
import { rotateCommand } from './rotate.js';
import { sealingKeyCommand } from './sealing-key.js';
import { setCommand } from './set.js';
import { showCommand } from './show.js';
import { statusCommand } from './status.js';
import { updatekeysCommand } from './updatekeys.js';
import { verifyCommand } from './verify.js';

/** `secrets`: everything that is sealed in the tree. Sets the host's exit code: 0 fine, 1 findings, 2 usage. */
export function secretsCommand(host: SecretsHost): Command {
  const command = new Command('secrets').description(
    'make, complete, change and inspect the sealed secrets of the tree',
  );
  for (const declare of [
    backupCommand,
    editCommand,
    escCommand,
    fluxKeyCommand,
    importCommand,
    initCommand,
    keygenCommand,
    pullTestCommand,
    restoreCommand,
    rotateCommand,
    sealingKeyCommand,
    setCommand,
    showCommand,
    statusCommand,
    updatekeysCommand,
    verifyCommand,
  ])
    command.addCommand(declare(host));
  return command;
}
