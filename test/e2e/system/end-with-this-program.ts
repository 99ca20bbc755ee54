import { rmSync } from 'node:fs';
import type { OnProcesses } from './process-group.js';

const SIGNALS = { SIGINT: 130, SIGTERM: 143, SIGHUP: 129 } as const;

let end: (() => void) | undefined;
let asked: (() => void) | undefined;

/** What was started last is what has to be ended: nothing here runs beside something else. */
export const onProcesses: OnProcesses = (processes, folder) => {
  end = () => {
    processes.killNow();
    try {
      rmSync(folder, { recursive: true, force: true });
    } catch {
      // A program that is just dying still writes there; the last guard takes the folder away.
    }
  };
};

/** From now on a signal, a crash or an exit ends what is running, too. */
export function endWithThisProgram(): void {
  for (const [signal, code] of Object.entries(SIGNALS)) {
    process.on(signal, () => {
      const waiting = asked;
      asked = undefined;
      if (waiting !== undefined) waiting();
      else process.exit(code);
    });
  }
  process.on('exit', () => end?.());
  process.on('uncaughtException', (error) => {
    process.stderr.write(`crash: ${error.stack}\n`);
    process.exit(2);
  });
}

/** Waits for the first signal, which then ends nothing by itself: how a run that is kept up ends well. */
export function askedToEnd(): Promise<void> {
  return new Promise((resolve) => {
    asked = resolve;
  });
}
