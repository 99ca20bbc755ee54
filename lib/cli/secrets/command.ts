import { Command } from 'commander';
import type { SecretsHost } from './host.js';
import { initCommand } from './init.js';
import { keygenCommand } from './keygen.js';

/** `secrets`: everything that is sealed in the tree. Sets the host's exit code: 0 fine, 1 findings, 2 usage. */
export function secretsCommand(host: SecretsHost): Command {
  const command = new Command('secrets').description(
    'make, complete, change and inspect the sealed secrets of the tree',
  );
  for (const declare of [initCommand, keygenCommand]) command.addCommand(declare(host));
  return command;
}
