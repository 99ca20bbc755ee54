import { isAbsolute, relative, resolve } from 'node:path';
import { Command } from 'commander';
import { InputError } from '../../model/error.js';
import type { SealedFile } from '../../model/secret.js';
import type { ImportTarget } from '../../secrets/import/import-target.js';
import { planImport } from '../../secrets/import/plan-import.js';
import { readSource } from '../../secrets/import/read-source.js';
import type { Source, SourceSecret } from '../../secrets/import/source.js';
import { clusterOf } from '../../secrets/init/init-plan.js';
import type { ExitCode } from '../io.js';
import { applyChanges, type ClusterChange } from './apply-changes.js';
import { clusterAtHand } from './cluster-at-hand.js';
import { findFile } from './find-file.js';
import { guarded } from './guarded.js';
import type { SecretsHost } from './host.js';
import { identitiesAtHand, requiredFile } from './identities.js';

export function importCommand(host: SecretsHost): Command {
  return new Command('import')
    .description('take values from elsewhere into the declared secrets: SOPS files, Kubernetes Secrets, .env')
    .argument('<file...>', 'files to read; - is what is piped in')
    .option('--as <secret>', '<namespace>/<name> of the declared secret, where the file does not say it')
    .option('--cluster <name>', 'only secrets of this cluster')
    .option('--replace', 'let values that exist become those of the file', false)
    .option('--rename <from=key>', 'the declared key that a key of the file is for; can be given again', collect, [])
    .option('--age-key <file>', 'age identity that opens files, those of the tree and SOPS files to import')
    .option('--json', 'print the result as JSON', false)
    .addHelpText(
      'after',
      [
        '',
        'Every value is judged by its declaration. Keys that it does not know are an error, values that it makes of',
        'others follow by themselves, and a stand-in gives way without --replace. Nothing is written while a finding is',
        'an error. What you import stays where it was: delete what holds values in clear, and never commit it.',
      ].join('\n'),
    )
    .action((files: string[], options: ImportOptions) => guarded(host, () => runSecretsImport(host, files, options)));
}

interface ImportOptions {
  /** @default the names in the files */
  readonly as?: string;
  /** @default every cluster */
  readonly cluster?: string;
  readonly replace: boolean;
  readonly rename: readonly string[];
  /** @default the identities of the environment */
  readonly ageKey?: string;
  readonly json: boolean;
}

/** Imports values into the tree. @returns the exit code: 1 when something is refused. */
async function runSecretsImport(
  host: SecretsHost,
  files: readonly string[],
  options: ImportOptions,
): Promise<ExitCode> {
  const declared = await host.sealedFiles(options.cluster);
  const identities = await identitiesAtHand(host.env, options.ageKey);
  const renamed = renames(options.rename);
  const targets: ImportTarget[] = [];
  const clear: string[] = [];
  for (const file of files) {
    const source = await read(host, file, identities);
    for (const secret of source.secrets) targets.push({ source: secret, file: target(declared, secret, options.as) });
    if (!source.sealed && file !== '-') clear.push(file);
  }
  if (options.as !== undefined && targets.length > 1) {
    throw new InputError(`--as names one secret, and the files hold ${targets.length}`, 'import them one by one');
  }
  const changes: ClusterChange[] = [];
  for (const cluster of new Set(targets.map(({ file }) => clusterOf(file.path)))) {
    const at = await clusterAtHand(host, cluster, declared, options.ageKey);
    const own = targets.filter(({ file }) => clusterOf(file.path) === cluster);
    changes.push({ at, plan: await planImport({ ...at, targets: own, replace: options.replace, renamed }) });
  }
  const code = await applyChanges(host, changes, options);
  for (const file of clear) warnOfPlaintext(host, file);
  return code;
}

async function read(host: SecretsHost, file: string, identities: readonly string[]): Promise<Source> {
  if (file !== '-') return readSource(requiredFile(file), file, identities);
  const bytes = await host.readStdin();
  return readSource(Buffer.from(bytes).toString('utf8'), 'what is piped in', identities);
}

function target(declared: readonly SealedFile[], source: SourceSecret, as: string | undefined): SealedFile {
  if (as !== undefined) return findFile(declared, as);
  const { place, name, namespace } = source;
  if (name !== undefined && namespace !== undefined) return findFile(declared, `${namespace}/${name}`);
  const lacking = name === undefined ? 'does not say which secret it is' : 'does not say its namespace';
  throw new InputError(`${place}: ${lacking}`, 'say which declared secret it is with --as NAMESPACE/NAME');
}

function collect(value: string, before: readonly string[]): string[] {
  return [...before, value];
}

function renames(options: readonly string[]): ReadonlyMap<string, string> {
  return new Map(
    options.map((option) => {
      const at = option.lastIndexOf('=');
      if (at <= 0 || at === option.length - 1) throw new InputError('--rename takes FROM=KEY, two names of keys');
      return [option.slice(0, at), option.slice(at + 1)];
    }),
  );
}

function warnOfPlaintext(host: SecretsHost, file: string): void {
  const inside = relative(host.root, resolve(file));
  const isInside = !inside.startsWith('..') && !isAbsolute(inside);
  const where = isInside ? ' and is inside the repository: it must not be committed' : '';
  host.stderr(`warning: ${file} still holds values in clear${where}; delete it`);
}
