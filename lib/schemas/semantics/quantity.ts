import type { Json } from '../../model/json.js';

const BINARY = ['Ki', 'Mi', 'Gi', 'Ti', 'Pi', 'Ei'];
const DECIMAL: Readonly<Record<string, number>> = { n: -9, u: -6, m: -3, '': 0, k: 3, M: 6, G: 9, T: 12, P: 15, E: 18 };

/** The number that a quantity stands for; undefined where it is none. */
export function parseQuantity(value: Json | undefined): number | undefined {
  if (typeof value === 'number') return value;
  if (typeof value !== 'string') return undefined;
  const [, digits, suffix = '', exponent] =
    /^([+-]?(?:\d+\.?\d*|\.\d+))(?:([KMGTPE]i|[numkMGTPE]?)|[eE]([+-]?\d+))$/.exec(value) ?? [];
  if (digits === undefined) return undefined;
  if (exponent !== undefined) return Number(`${digits}e${exponent}`);
  const power = BINARY.indexOf(suffix);
  return power >= 0 ? Number(digits) * 1024 ** (power + 1) : Number(`${digits}e${DECIMAL[suffix]}`);
}

/** Negative, zero or positive as `a` is less, equal or more; zero where one of them is no quantity. */
export function compareQuantities(a: Json | undefined, b: Json | undefined): number {
  const [left, right] = [parseQuantity(a), parseQuantity(b)];
  return left === undefined || right === undefined ? 0 : left - right;
}
