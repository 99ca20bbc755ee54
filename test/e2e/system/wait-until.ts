import { pause } from '../../../lib/system/run-program.js';
import { awake } from './awake-clock.js';

export class TookTooLong extends Error {}

/**
 * Asks until there is an answer.
 *
 * @throws TookTooLong after `limit` milliseconds, with `what` was waited for
 */
export async function waitUntil<T>(
  what: string,
  limit: number,
  ask: () => Promise<T | undefined> | T | undefined,
  every = 100,
): Promise<T> {
  const end = awake() + limit;
  for (;;) {
    const answer = await ask();
    if (answer !== undefined) return answer;
    if (awake() > end) throw new TookTooLong(`${what}: not within ${Math.round(limit / 1000)} s`);
    await pause(every);
  }
}
