/**
 * What Flux's reader makes of a plain scalar. kustomize hands objects on as text, and sigs.k8s.io/yaml reads that by
 * the rules of YAML 1.1: `yes` is true, `0644` is 420, `1_000` is 1000 (trap 78). `12:30` stays text in Go.
 */

const NULLS = new Set(['', '~', 'null', 'Null', 'NULL']);
const TRUE = new Set(inCases('y', 'yes', 'true', 'on'));
const FALSE = new Set(inCases('n', 'no', 'false', 'off'));
const DECIMAL = /^[-+]?(?:0|[1-9][\d_]*)$/;
const OCTAL = /^([-+]?)0o?([0-7_]+)$/;
const HEXADECIMAL = /^([-+]?)0x([\da-fA-F_]+)$/;
const BINARY = /^([-+]?)0b([01_]+)$/;
const FLOAT = /^[-+]?(?:\d[\d_]*)?\.?\d*(?:[eE][-+]?\d+)?$/;
const MAYBE_NUMBER = /^[-+.\d]/;

/** A plain scalar as Kubernetes will get it. */
export function goScalar(text: string): null | boolean | number | string {
  if (text.length <= 5) {
    if (NULLS.has(text)) return null;
    if (TRUE.has(text)) return true;
    if (FALSE.has(text)) return false;
  }
  return MAYBE_NUMBER.test(text) ? (goNumber(text) ?? text) : text;
}

/** The number that a plain scalar is; undefined for text. */
export function goNumber(text: string): number | undefined {
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
