import { type ChildProcess, spawn } from 'node:child_process';
import { lstatSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { hasEnded, ownMark } from './process-mark.js';

const PREFIX = 'homelab-secrets-';
/** How long a program that was told to end may take before it is killed, in milliseconds. */
const GRACE_MS = 2000;

/** How a program ended. */
export interface ProgramEnd {
  /** Null when a signal ended it. */
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
}

/** A folder that only its owner can look into, for as long as something needs it. */
export interface PrivateFolder {
  readonly path: string;
  /**
   * Runs a program on the terminal of this process. Ctrl-C is the program's while it runs; a signal to end this
   * process ends the program first.
   * @throws NodeJS.ErrnoException when it cannot be started.
   */
  run(program: string, args: readonly string[], env: NodeJS.ProcessEnv): Promise<ProgramEnd>;
}

/**
 * Makes a private folder (mode 0700) below `base`, and removes it with all that is in it at the end of `use`, whichever
 * way that ends: normally, by an error, by process.exit, by SIGINT, SIGTERM, SIGHUP or SIGQUIT. Only SIGKILL leaves it
 * behind, for `removeAbandonedFolders`.
 */
export async function withPrivateFolder<T>(base: string, use: (folder: PrivateFolder) => Promise<T>): Promise<T> {
  let path: string | undefined;
  let running: ChildProcess | undefined;
  const remove = () => {
    if (path !== undefined) rmSync(path, { recursive: true, force: true, maxRetries: 3 });
  };
  const handlers = new Map<NodeJS.Signals, () => void>();
  const release = () => {
    for (const [signal, handler] of handlers) process.off(signal, handler);
    process.off('exit', remove);
  };
  const dieOf = (signal: NodeJS.Signals) => {
    remove();
    release();
    process.kill(process.pid, signal);
  };
  for (const signal of ['SIGINT', 'SIGQUIT', 'SIGTERM', 'SIGHUP'] as const) {
    const handler = () => {
      if (running === undefined) dieOf(signal);
      // The terminal sends these to the program too, which decides what they mean.
      else if (signal === 'SIGTERM' || signal === 'SIGHUP') end(running, signal).then(() => dieOf(signal));
    };
    handlers.set(signal, handler);
    process.on(signal, handler);
  }
  process.on('exit', remove);
  try {
    path = mkdtempSync(join(base, `${PREFIX}${ownMark()}-`));
    const run: PrivateFolder['run'] = (program, args, env) =>
      new Promise((resolve, reject) => {
        const child = spawn(program, args, { stdio: 'inherit', env });
        running = child;
        child.on('error', (error) => {
          running = undefined;
          reject(error);
        });
        child.on('exit', (code, signal) => {
          running = undefined;
          resolve({ code, signal });
        });
      });
    return await use({ path, run });
  } finally {
    remove();
    release();
  }
}

/** Removes folders of this user whose process was killed. A link of that name, or somebody else's folder, is left alone. */
export function removeAbandonedFolders(bases: readonly string[]): void {
  for (const base of new Set(bases)) {
    for (const name of namesIn(base)) {
      const mark = name.startsWith(PREFIX) ? name.slice(PREFIX.length).split('-')[0] : undefined;
      if (mark === undefined || !hasEnded(mark)) continue;
      const path = join(base, name);
      const stat = lstatSync(path, { throwIfNoEntry: false });
      if (stat?.isDirectory() && stat.uid === process.getuid?.()) rmSync(path, { recursive: true, force: true });
    }
  }
}

function end(program: ChildProcess, signal: NodeJS.Signals): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(() => program.kill('SIGKILL'), GRACE_MS);
    program.once('exit', () => {
      clearTimeout(timer);
      resolve();
    });
    program.kill(signal);
  });
}

function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}
