import { type Glob, readGlob } from './glob.js';

/** What `${name<operator>args}` gives for a value; lengths and positions count bytes, as Flux does. */
export function applyOperator(operator: string, value: string, args: readonly string[]): string {
  const [first = '', second] = args;
  switch (operator) {
    case 'length':
      return String(Buffer.byteLength(value));
    case '^^':
      return value.toUpperCase();
    case ',,':
      return value.toLowerCase();
    case '^':
      return changeFirst(value, (char) => char.toUpperCase());
    case ',':
      return changeFirst(value, (char) => char.toLowerCase());
    case ':':
      return substring(value, first, second);
    case '/':
      return value.replace(first, () => second ?? '');
    case '//':
      return value.replaceAll(first, () => second ?? '');
    case '/#':
      return second !== undefined && value.startsWith(first) ? second + value.slice(first.length) : value;
    case '/%':
      return second !== undefined && value.endsWith(first)
        ? value.slice(0, value.length - first.length) + second
        : value;
    case '#':
      return withoutStart(value, readGlob(first), 'shortest');
    case '##':
      return withoutStart(value, readGlob(first), 'longest');
    case '%':
      return reversed(withoutStart(reversed(value), readGlob(reversed(first)), 'shortest'));
    case '%%':
      return reversed(withoutStart(reversed(value), readGlob(reversed(first)), 'longest'));
    default:
      // `=`, `:=`, `:-`, `:?` and `:+` are one and the same to Flux: the default where the value is empty.
      return value === '' ? args.join('') : value;
  }
}

function changeFirst(value: string, change: (char: string) => string): string {
  const [char = ''] = value;
  return change(char) + value.slice(char.length);
}

/** What is no number leaves the value as it is. */
function substring(value: string, position: string, length: string | undefined): string {
  const from = wholeNumber(position);
  if (from === undefined) return value;
  const bytes = Buffer.from(value);
  const start = from < 0 ? Math.max(0, bytes.length + from) : from;
  if (length === undefined) return bytes.subarray(start).toString();
  const count = wholeNumber(length);
  if (count === undefined) return value;
  const end = count < 0 ? bytes.length + count : start + count;
  return end < start ? '' : bytes.subarray(start, end).toString();
}

function wholeNumber(text: string): number | undefined {
  return /^[-+]?\d+$/.test(text) ? Number(text) : undefined;
}

/** Without the shortest or longest start that fits; the empty start never counts. */
function withoutStart(value: string, glob: Glob | undefined, which: 'shortest' | 'longest'): string {
  if (glob === undefined) return value;
  const length = which === 'shortest' ? 1 : value.length;
  const step = which === 'shortest' ? 1 : -1;
  for (let end = length; end >= 1 && end <= value.length; end += step) {
    if (glob(value.slice(0, end))) return value.slice(end);
  }
  return value;
}

/** Flux looks for ends by turning value and pattern around. */
function reversed(text: string): string {
  return [...text].reverse().join('');
}
