import { execFile } from 'node:child_process';

/** Long enough for a build of sops from source. */
const TIMEOUT_MS = 600_000;

export interface RunClientOptions {
  readonly cwd: string;
  /** Variables on top of those of this process. @default none */
  readonly env?: Readonly<Record<string, string>>;
}

/** The line that says what went wrong, without the credentials that an address may carry. */
function reason(stderr: string): string {
  const lines = stderr.split('\n').filter((line) => line.trim() !== '');
  return (lines.at(-1) ?? 'no message').trim().replace(/\/\/[^\s/@]+@/g, '//');
}

/**
 * Runs the client of a package registry: it knows which registry this machine uses.
 *
 * @returns what it printed to stdout.
 * @throws Error with the last line of stderr when it fails.
 */
export function runClient(command: string, args: readonly string[], options: RunClientOptions): Promise<string> {
  const env = { ...process.env, ...options.env };
  return new Promise((resolve, reject) => {
    execFile(command, args, { cwd: options.cwd, env, timeout: TIMEOUT_MS }, (error, stdout, stderr) => {
      if (error === null) resolve(stdout);
      else
        reject(new Error(`${command} ${args[0] ?? ''}: ${error.killed === true ? 'took too long' : reason(stderr)}`));
    });
  });
}
