/** How often and how patiently a request is tried again. */
export interface RetryPolicy {
  /** Tries in all. */
  readonly attempts: number;
  /** Before the second try; doubled each time, in milliseconds. */
  readonly firstPause: number;
  /** Longest pause, also when a server asks for more, in milliseconds. */
  readonly longestPause: number;
}

export const RETRY_POLICY: RetryPolicy = { attempts: 4, firstPause: 500, longestPause: 60_000 };

const AGAIN = new Set([408, 429, 500, 502, 503, 504]);

/** True for an answer that may be another one in a moment. */
export function isTransient(status: number): boolean {
  return AGAIN.has(status);
}

/** Milliseconds until the next try, after `attempt` tries. `retryAfter` is the header: seconds or a date. */
export function pauseBefore(attempt: number, policy: RetryPolicy, retryAfter: string | null, now: number): number {
  const asked = retryAfter === null ? undefined : readRetryAfter(retryAfter, now);
  const growing = policy.firstPause * 2 ** (attempt - 1);
  return Math.min(policy.longestPause, Math.max(asked ?? 0, growing));
}

function readRetryAfter(text: string, now: number): number | undefined {
  if (/^\s*\d+\s*$/.test(text)) return Number(text) * 1000;
  const date = Date.parse(text);
  return Number.isNaN(date) ? undefined : Math.max(0, date - now);
}
