import { Command, CommanderError } from 'commander';
import { InputError } from '../model/error.js';
import { cdk8s } from './cdk8s.js';
import type { Done, ExitCode, Io, Platform } from './io.js';
import { synth } from './synth.js';

/** Runs one command as a person types it. The one place that turns an error into an exit code. */
export async function run(platform: Platform, argv: readonly string[], io: Io): Promise<ExitCode> {
  let code: ExitCode = 0;
  try {
    const program = await declareCommands(platform, argv, io, (exitCode) => {
      code = exitCode;
    });
    await program.parseAsync([...argv], { from: 'user' });
    return code;
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2;
    if (error instanceof Error && error.name === 'RuleError') {
      // A broken rule finds nothing, and nothing may pass because of that.
      io.err(`error: ${error.message}\nhint: this is a fault of the rule, not of the tree: please report it`);
      io.err(String((error.cause as Error | undefined)?.stack ?? error.stack));
      return 2;
    }
    if (!(error instanceof InputError)) {
      io.err(`crash: ${error instanceof Error ? error.stack : String(error)}`);
      return 2;
    }
    io.err(`error: ${error.message}${error.hint === undefined ? '' : `\nhint: ${error.hint}`}`);
    return 2;
  }
}

async function declareCommands(platform: Platform, argv: readonly string[], io: Io, done: Done): Promise<Command> {
  const program = new Command('npm run')
    .exitOverride()
    .configureOutput({ writeOut: (text) => io.out(text.trimEnd()), writeErr: (text) => io.err(text.trimEnd()) });
  program
    .command('synth')
    .description('render the charts into kubernetes/')
    .option('--cluster <name...>', 'only these clusters (repeatable; default: all)')
    .option('--check', 'write nothing; exit 1 and name each file that is stale, missing or hand-edited')
    .option('--reset-image <name...>', 'take these images’ tags from charts/versions.yaml again')
    .action((options) => done(synth(platform, options, io)));
  program
    .command('cdk8s', { hidden: true })
    .description('entry of stock `cdk8s synth`')
    .action(() => done(cdk8s(platform, io)));
  for (const { name, description, load } of commandsOnDemand(platform, io, done)) {
    const command = argv[0] === name ? await load() : new Command(name).description(description);
    program.addCommand(inherit(program, command));
  }
  return program;
}

/** Commands whose libraries take a while to load: synth, which is run a hundred times a day, does without them. */
function commandsOnDemand(platform: Platform, io: Io, done: Done) {
  return [
    {
      name: 'check',
      description: 'look for what must not be committed or applied: rules of the tree, and secrets in any file',
      load: async () => (await import('./check.js')).checkCommand(platform, io, done),
    },
    {
      name: 'secrets',
      description: 'make, complete and inspect the sealed secrets of the tree',
      load: async () => {
        const [{ secretsCommand }, { secretsHost }] = await Promise.all([
          import('./secrets/command.js'),
          import('./secrets/real-host.js'),
        ]);
        return secretsCommand(secretsHost(platform, io, done));
      },
    },
    {
      name: 'imports',
      description: 'generate imports/ from the installed model packages and lib/schemas',
      load: async () => (await import('./imports.js')).importsCommand(io, done),
    },
    {
      name: 'schemas',
      description: 'compile lib/schemas/compiled from the model packages and Kubernetes’ published schemas',
      load: async () => (await import('./schemas.js')).schemasCommand(platform, io, done),
    },
    {
      name: 'import',
      description: 'add a kind, typed and checked, from its custom resource definition',
      load: async () => (await import('./import-kind.js')).importKindCommand(io, done),
    },
    {
      name: 'lock',
      description: 'ask the registries for the images and charts that the clusters use, and write charts.lock.yaml',
      load: async () => (await import('./lock.js')).lockCommand(platform, io, done),
    },
    {
      name: 'check-services',
      description: 'ask a running cluster: pods, certificates, and every host as its clients do',
      load: async () => (await import('./check-services.js')).checkServicesCommand(platform, io, done),
    },
    {
      name: 'dns-ip',
      description: 'the address that DNS records made by hand have to point at, and the records',
      load: async () => (await import('./dns-ip.js')).dnsIpCommand(platform, io, done),
    },
    {
      name: 'new-app',
      description: 'write, register, render and check a new app: chart file, version, secret, test',
      load: async () => (await import('./new-app.js')).newAppCommand(platform, io, done),
    },
    {
      name: 'values',
      description: 'print the values of a HelmRelease, as `helm template` takes them',
      load: async () => (await import('./values.js')).valuesCommand(platform, io, done),
    },
    {
      name: 'storage',
      description: 'volumes that were left behind, and whether a StorageClass works',
      load: async () => (await import('./storage.js')).storageCommand(io, done),
    },
    {
      name: 'tools',
      description: 'bring kubectl, helm, sops, age, kubeconform and kubeseal into dist/tools/bin',
      load: async () => (await import('./tools.js')).toolsCommand(io, done),
    },
  ];
}

/** A command that was made apart reports errors and writes as the program does. */
function inherit(parent: Command, command: Command): Command {
  command.copyInheritedSettings(parent);
  for (const subcommand of command.commands) inherit(command, subcommand);
  return command;
}
