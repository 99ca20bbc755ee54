/** How far long work is. `step` says what comes next, `end` takes the line away. */
export interface Progress {
  step(what: string): void;
  end(): void;
}

/** For a pipe, `--json`, and tests. */
export const SILENT: Progress = { step: () => {}, end: () => {} };

/** A line on stderr that is rewritten in place; nothing at all where stderr is no terminal. */
export async function progressOn(terminal: boolean): Promise<(label: string, total: number) => Progress> {
  if (!terminal) return () => SILENT;
  const { default: ora } = await import('ora');
  return (label, total) => {
    const spinner = ora({ text: label, stream: process.stderr }).start();
    let done = 0;
    return {
      step(what) {
        done += 1;
        spinner.text = `${label} ${done}/${total} ${what}`;
      },
      end: () => void spinner.stop(),
    };
  };
}
