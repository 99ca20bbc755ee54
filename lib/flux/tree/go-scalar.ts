/**
 * What Flux's reader makes of a plain scalar. kustomize hands objects on as text, and sigs.k8s.io/yaml reads that by
 * the rules of YAML 1.1: `yes` is true, `0644` is 420, `1_000` is 1000 (trap 78). `12:30` stays text in Go.
 */

const WORDS: ReadonlyMap<string, null | boolean> = new Map([
  ...['', '~', 'null', 'Null', 'NULL'].map((word) => [word, null] as const),
  ...inCases('y', 'yes', 'true', 'on').map((word) => [word, true] as const),
  ...inCases('n', 'no', 'false', 'off').map((word) => [word, false] as const),
]);
const LONGEST_WORD = 5;
const DECIMAL = /^[-+]?(?:0|[1-9][\d_]*)$/;
const OCTAL = /^([-+]?)0o?([0-7_]+)$/;
const HEXADECIMAL = /^([-+]?)0x([\da-fA-F_]+)$/;
const BINARY = /^([-+]?)0b([01_]+)$/;
const FLOAT = /^[-+]?(?:\d[\d_]*)?\.?\d*(?:[eE][-+]?\d+)?$/;
/** What most texts that begin like a number are told from one by. */
const NUMBER_LIKE = /^[-+]?[.\d][\da-fA-FinINox_.+-]*$/;
const NINE = 0x39;

/** A plain scalar as Kubernetes will get it. */
export function goScalar(text: string): null | boolean | number | string {
  // Numbers begin with a digit, a sign or a dot.
  if (text.charCodeAt(0) <= NINE) return goNumber(text) ?? text;
  if (text.length > LONGEST_WORD) return text;
  const value = WORDS.get(text);
  return value === undefined ? text : value;
}

/** The number that a plain scalar is; undefined for text. */
export function goNumber(text: string): number | undefined {
  if (!NUMBER_LIKE.test(text)) return undefined;
  if (DECIMAL.test(text)) return Number(text.replaceAll('_', ''));
  for (const [form, base] of [
    [OCTAL, 8],
    [HEXADECIMAL, 16],
    [BINARY, 2],
  ] as const) {
    const [, sign, digits] = form.exec(text) ?? [];
    if (digits !== undefined) return (sign === '-' ? -1 : 1) * Number.parseInt(digits.replaceAll('_', ''), base);
  }
  if (/^[-+]?\.(?:inf|Inf|INF)$/.test(text)) return text.startsWith('-') ? -Infinity : Infinity;
  if (/^\.(?:nan|NaN|NAN)$/.test(text)) return Number.NaN;
  if (!FLOAT.test(text) || !/\d/.test(text)) return undefined;
  const value = Number(text.replaceAll('_', ''));
  return Number.isNaN(value) ? undefined : value;
}

function inCases(...words: string[]): string[] {
  return words.flatMap((word) => [word, word[0]?.toUpperCase() + word.slice(1), word.toUpperCase()]);
}
