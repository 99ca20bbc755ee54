import { randomBytes } from 'node:crypto';
import { Command, CommanderError } from 'commander';
import { InputError } from '../model/error.js';
import { cdk8s } from './cdk8s.js';
import { declaredSecrets } from './declared-secrets.js';
import { importsCommand } from './imports.js';
import type { ExitCode, Io, Platform } from './io.js';
import { secretsCommand } from './secrets.js';
import { synth } from './synth.js';
import { toolsCommand } from './tools.js';

/** Runs one command as a person types it. The one place that turns an error into an exit code. */
export async function run(platform: Platform, argv: readonly string[], io: Io): Promise<ExitCode> {
  let code: ExitCode = 0;
  const program = new Command('npm run')
    .exitOverride()
    .configureOutput({ writeOut: (text) => io.out(text.trimEnd()), writeErr: (text) => io.err(text.trimEnd()) });
  program
    .command('synth')
    .description('render the charts into kubernetes/')
    .option('--cluster <name...>', 'only these clusters (repeatable; default: all)')
    .option('--check', 'write nothing; exit 1 and name each file that is stale, missing or hand-edited')
    .option('--reset-image <name...>', 'take these images’ tags from charts/versions.yaml again')
    .action((options) => {
      code = synth(platform, options, io);
    });
  program
    .command('cdk8s', { hidden: true })
    .description('entry of stock `cdk8s synth`')
    .action(() => {
      code = cdk8s(platform, io);
    });
  const secrets = secretsCommand({
    sealedFiles: async (cluster) => declaredSecrets(platform, io, cluster),
    root: io.root,
    stdout: io.out,
    stderr: io.err,
    env: io.env,
    now: () => new Date(),
    random: randomBytes,
    setExitCode: (exitCode) => {
      code = exitCode as ExitCode;
    },
  });
  program.addCommand(importsCommand()).addCommand(toolsCommand()).addCommand(secrets);
  try {
    await program.parseAsync([...argv], { from: 'user' });
    return code;
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2;
    if (!(error instanceof InputError)) {
      io.err(`crash: ${error instanceof Error ? error.stack : String(error)}`);
      return 2;
    }
    io.err(`error: ${error.message}${error.hint === undefined ? '' : `\nhint: ${error.hint}`}`);
    return 2;
  }
}
