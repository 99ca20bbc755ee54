/** How far long work is. `step` says what comes next, `end` takes the line away. */
export interface Progress {
  step(what: string): void;
  end(): void;
}

/** For a pipe, `--json`, and tests. */
export const SILENT: Progress = { step: () => {}, end: () => {} };

type Terminal = Pick<NodeJS.WriteStream, 'isTTY' | 'columns' | 'write'>;

const FRAME_MS = 80;
const CLEAR_LINE = '\r\u001b[K';

/** One line that is rewritten in place, on a terminal only. An empty text takes it away. */
export function statusLine(stream: Terminal): (text: string) => void {
  return (text) => {
    // Some terminals do not know how wide they are.
    if (stream.isTTY) stream.write(`${CLEAR_LINE}${text.slice(0, (stream.columns || 80) - 1)}`);
  };
}

/** Progress on a terminal's status line; nothing at all in a pipe. */
export function progressOn(stream: Terminal): (label: string, total: number) => Progress {
  const show = statusLine(stream);
  return (label, total) => {
    let done = 0;
    let shown = Number.NEGATIVE_INFINITY;
    return {
      step(what) {
        done += 1;
        if (performance.now() - shown < FRAME_MS) return;
        shown = performance.now();
        show(`${label} ${done}/${total} ${what}`);
      },
      end: () => show(''),
    };
  };
}
