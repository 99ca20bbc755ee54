import { Command } from 'commander';
import { InputError } from '../../model/error.js';
import { utf8Text } from '../../model/utf8.js';
import { planChange } from '../../secrets/change/change-values.js';
import { clusterOf } from '../../secrets/init/init-plan.js';
import { keyId } from '../../secrets/problem.js';
import { isPairSource } from '../../secrets/sources/key-pair.js';
import type { DeclaredKey } from '../../secrets/values/order-keys.js';
import { refusalToSet } from '../../secrets/values/settable.js';
import { readBytes } from '../../system/read-file.js';
import type { ExitCode } from '../io.js';
import { applyChanges } from './apply-changes.js';
import { clusterAtHand, findKey } from './cluster-at-hand.js';
import { findFile } from './find-file.js';
import { guarded } from './guarded.js';
import type { SecretsHost } from './host.js';

export function setCommand(host: SecretsHost): Command {
  return new Command('set')
    .description('give one key of a secret another value; all that is made of it follows, in every file')
    .argument('<secret>', '<namespace>/<name>, with <cluster>/ before it where several have one, or its path')
    .argument('<key>', 'name of the key')
    .option('--cluster <name>', 'only this cluster')
    .option('--file <file>', 'take the value from a file, byte for byte')
    .option('--env <name>', 'take the value from an environment variable')
    .option('--keep-newline', 'keep the last line break of what is piped in', false)
    .option('--age-key <file>', 'age identity that opens the files')
    .option('--json', 'print the result as JSON', false)
    .addHelpText(
      'after',
      [
        '',
        'Without --file and --env the value is what is piped in, less its last line break, or you are asked for it, unseen.',
        'Never give a value as an argument: every user of the machine sees arguments, and the shell remembers them.',
        'The schema of the declaration judges the value. The ciphertext of all other values stays byte for byte.',
        'A SealedSecret needs its certificate alone, since only the controller opens it.',
      ].join('\n'),
    )
    .action((secret: string, key: string, options: SetOptions) =>
      guarded(host, () => runSet(host, secret, key, options)),
    );
}

interface SetOptions {
  /** @default every cluster */
  readonly cluster?: string;
  /** @default stdin, or a question */
  readonly file?: string;
  /** @default stdin, or a question */
  readonly env?: string;
  readonly keepNewline: boolean;
  /** @default the environment's identities */
  readonly ageKey?: string;
  readonly json: boolean;
}

/** Sets one value. @returns the exit code: 1 when it is refused. */
async function runSet(host: SecretsHost, secret: string, key: string, options: SetOptions): Promise<ExitCode> {
  const files = await host.sealedFiles(options.cluster);
  const file = findFile(files, secret);
  const at = await clusterAtHand(host, clusterOf(file.path), files, options.ageKey);
  const declared = findKey(at, file, key);
  const refused = refusalToSet(declared);
  if (refused !== undefined) throw new InputError(`${refused.secret}: ${refused.message}`, refused.hint);
  const value = await readValue(host, declared, options);
  const plan = await planChange({ ...at, set: new Map([[keyId(declared.ref), value]]) });
  return applyChanges(host, [{ at, plan }], options);
}

async function readValue(host: SecretsHost, declared: DeclaredKey, options: SetOptions): Promise<string> {
  const { source } = declared.key;
  const value = await rawValue(host, declared, options);
  // ssh takes no private key without its last line break, which a pipe and a paste lose.
  if (isPairSource(source) && value !== '' && !value.endsWith('\n')) return `${value}\n`;
  if (options.file !== undefined && /^[^\n]*\n$/.test(value)) {
    host.stderr('note: the value ends with a line break, as the file does');
  }
  return value;
}

async function rawValue(host: SecretsHost, { ref, key }: DeclaredKey, options: SetOptions): Promise<string> {
  const { file, env, keepNewline } = options;
  if (file !== undefined && env !== undefined) throw new InputError('--file and --env are two values', 'choose one');
  if (file !== undefined) return textOf(readBytes(file) ?? fail(`${file}: no such file`), file);
  if (env !== undefined) return host.env[env] ?? fail(`there is no environment variable ${env}`);
  if (host.interactive) {
    const question = key.source.from === 'asked' ? key.source.question : `New value of ${keyId(ref)}:`;
    return host.ask(question, { hidden: true });
  }
  const piped = textOf(await host.readStdin(), 'what is piped in');
  return keepNewline ? piped : piped.replace(/\r?\n$/, '');
}

function textOf(bytes: Uint8Array, what: string): string {
  return utf8Text(bytes) ?? fail(`${what}: is not UTF-8 text`);
}

function fail(message: string): never {
  throw new InputError(message);
}
