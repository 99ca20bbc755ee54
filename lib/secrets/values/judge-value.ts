import type { SecretKey } from '../../model/secret.js';

/** What the API server takes for all values of a Secret together. */
const MAX_BYTES = 1024 * 1024;
/** A message that repeats this many characters of a value says too much of it. */
const TELLING = 4;

/**
 * Why a value may not become that of a key; undefined when it may. Whatever `init`, `set`, `edit` and `import` take goes
 * through here (S2-16). Never quotes the value, not even where a schema's own message does.
 */
export function refusalOf({ schema }: SecretKey, value: string): string | undefined {
  if (Buffer.byteLength(value) > MAX_BYTES) return 'it is larger than the 1 MiB that a Secret holds';
  if (schema === undefined) return value === '' ? 'it is empty' : undefined;
  const verdict = schema.safeParse(value);
  if (verdict.success) return undefined;
  const reason = [...new Set((verdict.error?.issues ?? []).map(({ message }) => message))].join('; ');
  return reason === '' || tells(reason, value) ? 'it has not the form that is asked for' : reason;
}

function tells(reason: string, value: string): boolean {
  const parts = [value, ...value.split(/\s+/)];
  return parts.some((part) => part.length >= TELLING && reason.includes(part));
}
