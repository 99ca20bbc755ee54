import { unrest } from './entropy.js';
import { looksSecret } from './looks-secret.js';
import type { Positions } from './position.js';

const MARK = /\bleak-ok:[ \t]*(.*)$/;
/** What ends a comment, or the text that the mark stands in. */
const END = /\s*(?:\*\/|-->|#\}|["'`].*$).*$/;
const LEAST_REASON = 4;
const LONGEST_LINE = 2_000;

/**
 * Why the leak at a line is allowed: `leak-ok: reason` on that line or on the one before. Undefined where it is not, or
 * where the reason is missing. A reason is shown, so one that repeats any of the secrets
 * found, or holds text that could be another, is none.
 */
export function reasonAt(positions: Positions, line: number, secrets: readonly string[]): string | undefined {
  for (const candidate of [line, line - 1]) {
    const text = positions.line(candidate);
    const reason = text.length > LONGEST_LINE ? undefined : MARK.exec(text)?.[1]?.replace(END, '').trim();
    if (reason === undefined || reason.length < LEAST_REASON) continue;
    if (reason.split(/\s+/).some(looksLikeValue)) continue;
    if (!secrets.some((secret) => repeats(reason, secret))) return reason;
  }
  return undefined;
}

/** No word of a reason: nobody has to see whether it is secret. */
function looksLikeValue(word: string): boolean {
  return looksSecret(word) || (word.length >= 16 && unrest(word) >= 0.3);
}

function repeats(reason: string, secret: string): boolean {
  const words = secret.split(/\s+/).filter((word) => word.length >= 4);
  const said = reason.split(/\W+/);
  return words.some((word) => reason.includes(word)) || (secret !== '' && said.includes(secret));
}
