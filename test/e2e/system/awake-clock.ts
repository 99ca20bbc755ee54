const TICK_MS = 250;
/** A task of this program may keep it busy for as long; what is longer, it was stopped or the machine slept. */
const LONGEST_TICK_MS = 10_000;

let last = performance.now();
let slept = 0;

function look(): void {
  const now = performance.now();
  const gap = now - last;
  if (gap > LONGEST_TICK_MS) slept += gap - TICK_MS;
  last = now;
}

setInterval(look, TICK_MS).unref();

/**
 * Milliseconds that this program was awake. A run that is stopped for a while (Ctrl-Z, a laptop that is closed) has not
 * taken longer for it: what it started was stopped as well.
 */
export function awake(): number {
  look();
  return last - slept;
}
