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

  start(program: string, args: readonly string[], name: string, env: NodeJS.ProcessEnv = {}): void {
    const log = openSync(this.logOf(name), 'a');
    const { PATH } = process.env;
    // A session of its own: Ctrl-C reaches this program alone, which then ends them in order.
    const child = spawn(program, args, {
      env: { PATH, HOME: this.folder, ...env },
      stdio: ['ignore', log, log],
      detached: true,
    });
    closeSync(log);
    if (child.pid !== undefined) this.guard.watch(child.pid);
    const ended = new Promise<void>((resolve) => {
      child.once('error', () => resolve());
      child.once('exit', () => resolve());
    });
    this.members.push({ name, child, ended });
  }

  /** The first program that ended although nobody asked it to. */
  get crashed(): string | undefined {
    if (this.ending) return undefined;
    const one = this.members.find(
      ({ child }) => child.exitCode !== null || child.signalCode !== null || child.pid === undefined,
    );
    return one === undefined ? undefined : `${one.name} ended by itself: ${this.lastWords(one.name)}`;
  }

  /** End of what a program said. */
  lastWords(name: string): string {
    return readFileSync(this.logOf(name), 'utf8').trim().split('\n').slice(-LAST_LINES).join('\n');
  }

  logOf(name: string): string {
    return join(this.folder, `${name}.log`);
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
    for (const { child } of this.members) send(child, 'SIGKILL');
  }
}

function send({ pid, exitCode, signalCode }: ChildProcess, signal: NodeJS.Signals): void {
  if (pid === undefined || exitCode !== null || signalCode !== null) return;
  try {
    process.kill(pid, signal);
  } catch {
    // It has just ended.
  }
}
