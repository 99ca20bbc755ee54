import { type ChildProcess, spawn } from 'node:child_process';
import { closeSync, openSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { LastGuard } from './last-guard.js';

/** Nothing of a run is kept, so nobody has to write anything down. */
const GRACE_MS = 500;
const LAST_LINES = 12;

interface Member {
  readonly name: string;
  readonly child: ChildProcess;
  readonly ended: Promise<void>;
}

export interface StartOptions {
  /** The whole environment. @default PATH, and the folder as home */
  readonly env?: NodeJS.ProcessEnv;
  /** @default the folder of this process */
  readonly cwd?: string;
}

/** Gets what has to be ended, and the folder that goes with it, if this program is ended itself. */
export type OnProcesses = (processes: ProcessGroup, folder: string) => void;

/** Programs of one run: each with a file of what it says, all ended by their process ids in the end. */
export class ProcessGroup {
  private readonly members: Member[] = [];
  private ending = false;
  private readonly guard: LastGuard;

  /**
   * @param folder where the files of what they say are; of this run alone
   * @param graceMs how long a program has to end by itself
   */
  constructor(
    private readonly folder: string,
    private readonly graceMs = GRACE_MS,
  ) {
    this.guard = new LastGuard(folder);
  }

  /** A program that is to go on until the end. */
  start(program: string, args: readonly string[], name: string, options: StartOptions = {}): void {
    this.members.push(this.spawn(program, args, name, options));
  }

  /** A program that ends by itself. @returns its exit code; 127 where it could not be started, 1 where it was killed */
  async run(program: string, args: readonly string[], name: string, options: StartOptions = {}): Promise<number> {
    const member = this.spawn(program, args, name, options);
    this.members.push(member);
    await member.ended;
    this.members.splice(this.members.indexOf(member), 1);
    const { pid, exitCode } = member.child;
    return pid === undefined ? 127 : (exitCode ?? 1);
  }

  /** The first program that ended although nobody asked it to. */
  get crashed(): string | undefined {
    if (this.ending) return undefined;
    const one = this.members.find(({ child }) => hasEnded(child) || child.pid === undefined);
    return one === undefined ? undefined : `${one.name} ended by itself: ${this.lastWords(one.name)}`;
  }

  /** End of what a program said. */
  lastWords(name: string): string {
    return readFileSync(this.logOf(name), 'utf8').trim().split('\n').slice(-LAST_LINES).join('\n');
  }

  /** Ends all, the last that was started first; whatever does not listen is killed. */
  async end(): Promise<void> {
    this.ending = true;
    const all = [...this.members].reverse();
    for (const { child } of all) send(child, 'SIGTERM');
    const timer = setTimeout(() => this.killNow(), this.graceMs);
    await Promise.all(all.map(({ ended }) => ended));
    clearTimeout(timer);
    this.guard.over();
  }

  /** For a process that is about to exit and cannot wait. */
  killNow(): void {
    this.ending = true;
    for (const { child } of this.members) send(child, 'SIGKILL');
  }

  private spawn(program: string, args: readonly string[], name: string, { env, cwd }: StartOptions): Member {
    const log = openSync(this.logOf(name), 'a');
    const { PATH } = process.env;
    // A session of its own: Ctrl-C reaches this program alone, which then ends them in order.
    const child = spawn(program, args, {
      env: env ?? { PATH, HOME: this.folder },
      stdio: ['ignore', log, log],
      detached: true,
      ...(cwd === undefined ? {} : { cwd }),
    });
    closeSync(log);
    const { pid } = child;
    if (pid !== undefined) this.guard.watch(pid);
    const ended = new Promise<void>((resolve) => {
      child.once('error', () => resolve());
      child.once('exit', () => {
        if (pid !== undefined) this.guard.forget(pid);
        resolve();
      });
    });
    return { name, child, ended };
  }

  private logOf(name: string): string {
    return join(this.folder, `${name}.log`);
  }
}

function hasEnded({ exitCode, signalCode }: ChildProcess): boolean {
  return exitCode !== null || signalCode !== null;
}

/** To a program and all that it has started: a compiler's own do not end with it. */
function send(child: ChildProcess, signal: NodeJS.Signals): void {
  if (child.pid === undefined || hasEnded(child)) return;
  try {
    process.kill(-child.pid, signal);
  } catch {
    // It has just ended.
  }
}
