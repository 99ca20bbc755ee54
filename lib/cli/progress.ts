/** How far long work is. `step` says what comes next, `end` takes the line away. */
export interface Progress {
  step(what: string): void;
  end(): void;
}

/** For a pipe, `--json`, and tests. */
export const SILENT: Progress = { step: () => {}, end: () => {} };

const FRAME_MS = 80;

/** A line on stderr that is rewritten in place; nothing at all where stderr is no terminal. */
export async function progressOn(terminal: boolean): Promise<(label: string, total: number) => Progress> {
  if (!terminal) return () => SILENT;
  const { default: ora } = await import('ora');
  return (label, total) => {
    const spinner = ora({ text: label, stream: process.stderr }).start();
    let done = 0;
    let shown = 0;
    return {
      step(what) {
        done += 1;
        spinner.text = `${label} ${done}/${total} ${what}`;
        // Ciphers leave no time to a timer.
        if (performance.now() - shown < FRAME_MS) return;
        spinner.render();
        shown = performance.now();
      },
      end: () => void spinner.stop(),
    };
  };
}
