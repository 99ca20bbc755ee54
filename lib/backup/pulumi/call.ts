import { InputError } from '../../model/error.js';
import type { ProgramResult } from '../../system/run-program.js';

/** Runs the Pulumi CLI, in a folder where that matters. Values go in by `input` alone: arguments are public. */
export type RunPulumi = (args: readonly string[], options?: CallOptions) => Promise<ProgramResult>;

export interface CallOptions {
  /** What it reads from its standard input. @default nothing */
  readonly input?: string;
  /** Folder of a Pulumi project. @default none is needed */
  readonly cwd?: string;
}

/**
 * What a command of the CLI printed.
 *
 * @param secrets what the CLI was given and may quote in a message.
 * @throws InputError when it fails; with its message only where that holds no value.
 */
export async function callPulumi(
  run: RunPulumi,
  args: readonly string[],
  options: CallOptions = {},
  secrets: readonly string[] = [],
): Promise<string> {
  const { code, stdout, stderr } = await run(args, options);
  if (code === 0) return stdout;
  const command = `pulumi ${args.filter((argument) => !argument.startsWith('-')).join(' ')}`;
  throw new InputError(
    `${command}: failed (exit code ${code}): ${messageOf(stderr, stdout, secrets)}`,
    hintFor(stderr),
  );
}

/** What a CLI says of a failure, or that it is not shown because it may quote a value. */
export function messageOf(stderr: string, stdout: string, secrets: readonly string[]): string {
  const message = stderr.trim();
  if (message === '') return 'it said nothing';
  const printed = stdout.split('\n').map((line) => line.trim());
  const quoted = [...secrets.flatMap(formsOf), ...printed.filter((line) => line.length > 3)];
  if (quoted.some((form) => message.includes(form))) return 'its message is not shown, since it quotes a value';
  return message.split('\n').slice(0, 5).join('\n').slice(0, 1000);
}

/** A value as a message might quote it: whole, by line, escaped, encoded. */
function formsOf(secret: string): string[] {
  const lines = secret.split(/\r?\n/).map((line) => line.trim());
  const escaped = JSON.stringify(secret).slice(1, -1);
  return [secret.trim(), ...lines, escaped, Buffer.from(secret).toString('base64')].filter((form) => form !== '');
}

function hintFor(stderr: string): string | undefined {
  if (/unknown (?:shorthand )?flag/i.test(stderr)) return 'update the Pulumi CLI: this one is too old';
  if (/log ?in|access token|unauthori[sz]ed|401/i.test(stderr)) return 'log in with: pulumi login';
  if (/no stack named/i.test(stderr)) return 'make it first, with: pulumi stack init';
  return undefined;
}
