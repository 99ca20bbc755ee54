import { Command } from 'commander';
import { stringify } from 'yaml';
import { InputError } from '../../model/error.js';
import { hintForUnknown } from '../../model/names.js';
import type { SealedFile } from '../../model/secret.js';
import { secretValues } from '../../secrets/file/secret-manifest.js';
import { secretId } from '../../secrets/problem.js';
import { openYaml } from '../../secrets/sops/open.js';
import { type DescribedKey, type DescribedSecret, describeSecret } from '../../secrets/status/describe-secret.js';
import type { ExitCode } from '../io.js';
import { findFile, textOf } from './find-file.js';
import { guarded } from './guarded.js';
import type { SecretsHost } from './host.js';
import { identitiesAtHand } from './identities.js';
import { tableLines } from './table.js';

export function showCommand(host: SecretsHost): Command {
  return new Command('show')
    .description('show a secret: names, types and sizes of its keys; values only with --reveal')
    .argument('<secret>', '<namespace>/<name>, with the cluster before it, or the path of its file')
    .option('--reveal', 'open it, check its MAC, and print its values', false)
    .option('--key <name>', 'this key alone; with --reveal its bare value, byte for byte, for a pipe')
    .option('--cluster <name>', 'look in this cluster alone')
    .option('--age-key <file>', 'age identity that opens it, beside those of the environment')
    .option('--json', 'print the result as JSON', false)
    .addHelpText('after', '\nWithout --reveal no key is needed, and nothing is checked but what the file shows.')
    .action((secret: string, options: ShowOptions) => guarded(host, () => runSecretsShow(host, secret, options)));
}

interface ShowOptions {
  readonly reveal: boolean;
  /** @default every key */
  readonly key?: string;
  /** @default every cluster */
  readonly cluster?: string;
  /** @default the identities of the environment */
  readonly ageKey?: string;
  readonly json: boolean;
}

/** Shows one secret. @returns the exit code. */
async function runSecretsShow(host: SecretsHost, secret: string, options: ShowOptions): Promise<ExitCode> {
  const file = findFile(await host.sealedFiles(options.cluster), secret);
  const text = textOf(host, file);
  const described = describeSecret(file, text);
  const keys = described.keys.filter(({ name }) => options.key === undefined || name === options.key);
  if (keys.length === 0) {
    const names = described.keys.map(({ name }) => name);
    throw new InputError(`${secret} has no key "${options.key}"`, hintForUnknown(options.key ?? '', names));
  }
  for (const { severity, message } of described.problems) host.stderr(`${severity}: ${file.path}: ${message}`);
  if (!options.reveal) showNames(host, file, { ...described, keys }, options.json);
  else await showValues(host, file, text, keys, options);
  return 0;
}

function showNames(host: SecretsHost, file: SealedFile, described: DescribedSecret, json: boolean): void {
  const { type, form, keys, recipients, lastModified } = described;
  const secret = secretId(file.declaration);
  if (json) {
    host.stdout(JSON.stringify({ secret, path: file.path, type, form, recipients, lastModified, keys }, null, 2));
    return;
  }
  const facts = [
    ['secret', secret],
    ['type', type],
    ['file', `${file.path} (${form})`],
    ['for', recipients.join(', ') || 'not recorded'],
    ['changed', lastModified ?? 'not recorded'],
  ];
  const rows = keys.map(({ name, source = 'not declared', bytes, standIn }) => {
    return [name, source, bytes === undefined ? 'missing' : `${bytes} bytes`, standIn ? 'stand-in' : ''];
  });
  for (const line of [...tableLines(facts), '', ...tableLines([['KEY', 'SOURCE', 'SIZE', ''], ...rows])]) {
    host.stdout(line);
  }
}

async function showValues(
  host: SecretsHost,
  { declaration, path, certificate }: SealedFile,
  text: string,
  keys: readonly DescribedKey[],
  { key, ageKey, json }: ShowOptions,
): Promise<void> {
  if (certificate !== undefined) {
    throw new InputError(
      `${path}: is a SealedSecret, which only the controller in its cluster can open`,
      `ask the cluster: kubectl get secret -n ${declaration.namespace} ${declaration.name} -o yaml`,
    );
  }
  const opened = await openYaml(text, path, await identitiesAtHand(host.env, ageKey));
  const all = secretValues(opened.plain, path);
  const present = keys.flatMap(({ name }) => (Object.hasOwn(all, name) ? [[name, all[name] ?? ''] as const] : []));
  for (const [name, value] of present) {
    // What is no UTF-8 has become this character, and would arrive as something else.
    if (!value.includes('\ufffd')) continue;
    throw new InputError(`${path}: key "${name}" holds bytes that are no text`, `get them with: sops decrypt ${path}`);
  }
  if (host.stdoutIsTerminal) host.stderr('warning: values are on this screen now, and stay in its scrollback');
  const [first] = present;
  if (json)
    host.stdout(JSON.stringify({ secret: secretId(declaration), path, values: Object.fromEntries(present) }, null, 2));
  else if (key === undefined) host.stdout(stringify(Object.fromEntries(present), { lineWidth: 0 }).trimEnd());
  else if (first === undefined) throw new InputError(`${path}: key "${key}" is missing`);
  else host.stdoutRaw(host.stdoutIsTerminal ? `${first[1]}\n` : first[1]);
}
