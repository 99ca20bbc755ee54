import { Command } from 'commander';
import type { SecretsHost } from './secrets-host.js';
import { runSecretsInit, type SecretsInitOptions } from './secrets-init.js';
import { runSecretsKeygen } from './secrets-keygen.js';

/** `secrets`: everything that is sealed in the tree. Sets the host's exit code: 0 fine, 1 findings, 2 usage. */
export function secretsCommand(host: SecretsHost): Command {
  const command = new Command('secrets').description('make, complete and inspect the sealed secrets of the tree');
  command.addCommand(initCommand(host)).addCommand(keygenCommand(host));
  return command;
}

function initCommand(host: SecretsHost): Command {
  return new Command('init')
    .description('create .sops.yaml rules and every sealed secret that is missing; what is fine stays byte for byte')
    .option('--cluster <name>', 'only this cluster')
    .option('--age-key <file>', 'age identity: opens files, and names the recipient of new ones')
    .option('--age-recipient <recipient>', 'age recipient of new files, where no identity is at hand')
    .option('--answers <file>', 'YAML with what cannot be generated: <namespace>/<name>: {key: value}')
    .option('--placeholders', 'marked stand-ins for what has no answer: for trials and tests', false)
    .option('--json', 'print the result as JSON', false)
    .addHelpText(
      'after',
      [
        '',
        'Answers also come from the environment: SECRET__<NAMESPACE>__<NAME>__<KEY>, or with the cluster first, in upper',
        'case with _ for other characters; never from arguments. SOPS_AGE_KEY_FILE and SOPS_AGE_KEY open files too.',
        'Nothing is written while a finding is an error.',
      ].join('\n'),
    )
    .action(async (options: SecretsInitOptions) => {
      host.setExitCode(await runSecretsInit(host, options));
    });
}

function keygenCommand(host: SecretsHost): Command {
  return new Command('keygen')
    .description('make an age key pair: the identity goes to a file (mode 0600), the recipient to stdout')
    .requiredOption('--out <file>', 'new file for the identity; an existing one is never overwritten')
    .option('--json', 'print the result as JSON', false)
    .action(async (options: { readonly out: string; readonly json: boolean }) => {
      host.setExitCode(await runSecretsKeygen(host, options));
    });
}
