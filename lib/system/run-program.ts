import { spawn } from 'node:child_process';

export interface RunProgramOptions {
  /** The whole environment of the program: nothing of this process is added. */
  readonly env: Readonly<Record<string, string | undefined>>;
  /** @default the folder of this process */
  readonly cwd?: string;
  /** What the program reads from its standard input: the place for a secret, since arguments are public. @default nothing */
  readonly input?: string;
  /** In milliseconds. @default two minutes */
  readonly timeout?: number;
}

export interface ProgramResult {
  /** Exit code; 124 when it took too long, 127 when it could not be started. */
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

const TIMEOUT_MS = 120_000;
const TOOK_TOO_LONG = 124;
const NOT_STARTED = 127;

/** Runs a program without a shell and waits for its end. Never throws: what went wrong is in the result. */
export function runProgram(
  file: string,
  args: readonly string[],
  { env, cwd, input = '', timeout = TIMEOUT_MS }: RunProgramOptions,
): Promise<ProgramResult> {
  return new Promise((resolve) => {
    const child = spawn(file, args, { env, stdio: 'pipe', ...(cwd === undefined ? {} : { cwd }) });
    const out: Buffer[] = [];
    const err: Buffer[] = [];
    let late = false;
    const timer = setTimeout(() => {
      late = true;
      child.kill('SIGKILL');
    }, timeout);
    const end = (code: number, problem = '') => {
      clearTimeout(timer);
      resolve({ code, stdout: textOf(out), stderr: textOf(err) + problem });
    };
    child.stdout.on('data', (chunk: Buffer) => out.push(chunk));
    child.stderr.on('data', (chunk: Buffer) => err.push(chunk));
    child.on('error', (error: NodeJS.ErrnoException) => end(NOT_STARTED, `cannot be started (${error.code})`));
    child.on('close', (code) => end(late ? TOOK_TOO_LONG : (code ?? 1), late ? 'took too long' : ''));
    // A program that ends without reading its input closes the pipe: its exit code says what happened.
    child.stdin.on('error', () => {});
    child.stdin.end(input);
  });
}

function textOf(chunks: readonly Buffer[]): string {
  return Buffer.concat(chunks).toString('utf8');
}

/** Waits, in milliseconds: for something outside to change. */
export function pause(milliseconds: number): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, milliseconds);
  });
}
