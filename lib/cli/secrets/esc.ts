import { Command } from 'commander';
import { environmentName } from '../../backup/format.js';
import { environmentExists, readDefinition, secretAt, writeSecret } from '../../backup/pulumi/environment.js';
import { pulumiEnvironments } from '../../backup/pulumi-stores.js';
import { unusable } from '../../backup/unusable-value.js';
import { InputError } from '../../model/error.js';
import type { ExitCode } from '../io.js';
import { guarded } from './guarded.js';
import type { SecretsHost } from './host.js';
import { pulumiOf } from './pulumi.js';

export function escCommand(host: SecretsHost): Command {
  const load = new Command('load')
    .description('put values from environment variables or stdin into a Pulumi ESC environment, as secrets (S0-10)')
    .argument('[pairs...]', 'KEY=VARIABLE, or KEY=- for stdin (default: github-token=GHCR_TOKEN)')
    .option('--env <environment>', 'organization/project/environment (default: the one that the clusters’ stores name)')
    .option('--json', 'print the result as JSON', false)
    .addHelpText(
      'after',
      [
        '',
        'A dot in KEY is a step into an object: github-credentials.token. Values reach the Pulumi CLI on its standard',
        'input alone; nothing goes into Git or into stack configuration.',
      ].join('\n'),
    )
    .action((pairs: string[], options: LoadOptions) => guarded(host, () => runEscLoad(host, pairs, options)));
  return new Command('esc').description('values of Pulumi ESC environments').addCommand(load);
}

interface LoadOptions {
  /** @default the one that the clusters' stores name */
  readonly env?: string;
  readonly json: boolean;
}

interface Pair {
  readonly key: string;
  /** Name of an environment variable, or `-`. */
  readonly from: string;
}

/** Sets secrets of an environment. @returns the exit code, 0: what fails throws. */
async function runEscLoad(host: SecretsHost, texts: readonly string[], options: LoadOptions): Promise<ExitCode> {
  const pairs = (texts.length === 0 ? ['github-token=GHCR_TOKEN'] : texts).map(parsePair);
  if (pairs.filter(({ from }) => from === '-').length > 1) throw new InputError('only one value can come from stdin');
  const name = options.env ?? (await onlyEnvironment(host));
  if (!environmentName.safeParse(name).success) {
    throw new InputError(`"${name}" is not organization/project/environment`, 'as in --env mrsimpson/homelab/dev');
  }
  const values: { readonly key: string; readonly value: string }[] = [];
  for (const { key, from } of pairs) values.push({ key, value: await valueFrom(host, key, from) });
  const run = pulumiOf(
    host,
    pairs.map(({ from }) => from),
  );
  if (!(await environmentExists(run, name))) {
    throw new InputError(`${name}: there is no such environment`, `make it with: pulumi env init ${name}`);
  }
  const before = await readDefinition(run, name);
  const changes = values.map(({ key, value }) => {
    const path = key.split('.');
    return { key, path, value, change: secretAt(before, name, path) === value ? 'kept' : 'set' };
  });
  for (const { path, value, change } of changes) if (change === 'set') await writeSecret(run, name, path, value);
  const shown = changes.map(({ key, change }) => ({ key, change }));
  if (options.json) host.stdout(JSON.stringify({ environment: name, keys: shown }, null, 2));
  else for (const { key, change } of shown) host.stdout(`${change.padEnd(4)}  ${name} ${key}`);
  return 0;
}

/** What follows `=` is never shown: somebody may have typed the value there. */
function parsePair(text: string): Pair {
  const [key = '', ...rest] = text.split('=');
  const from = rest.join('=');
  if (!/^[A-Za-z_][\w-]*(?:\.[A-Za-z_][\w-]*)*$/.test(key) || rest.length === 0) {
    throw new InputError('a pair is KEY=VARIABLE, or KEY=- for stdin', 'as in github-token=GHCR_TOKEN');
  }
  if (from !== '-' && !/^[A-Za-z_]\w*$/.test(from)) throw notAVariable(key, 'is followed by no name of a variable');
  return { key, from };
}

async function valueFrom(host: SecretsHost, key: string, from: string): Promise<string> {
  const text =
    from === '-'
      ? Buffer.from(await host.readStdin())
          .toString('utf8')
          .replace(/\r?\n$/, '')
      : host.env[from];
  if (text === undefined) throw notAVariable(key, 'the variable that is named for it is not set');
  if (text.trim() === '') throw new InputError(`${key}: the value is empty`);
  if (unusable(text) !== undefined) throw new InputError(`${key}: the value is a placeholder or a mask`);
  return text;
}

function notAVariable(key: string, fact: string): InputError {
  return new InputError(
    `${key}: ${fact}`,
    'name a variable after =, never a value; one that you typed here is in your shell’s history: revoke it',
  );
}

async function onlyEnvironment(host: SecretsHost): Promise<string> {
  const names = pulumiEnvironments(await host.clusters());
  const [first, second] = names;
  if (first !== undefined && second === undefined) return first;
  const fact =
    first === undefined ? 'no cluster’s store names an environment' : `stores name several: ${names.join(', ')}`;
  throw new InputError(fact, 'say which with --env organization/project/environment');
}
