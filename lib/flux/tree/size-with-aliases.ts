/**
 * How many values a value holds when every alias is written out; infinite for one that holds itself. Looks at each value
 * once, however often aliases repeat it.
 */
export function sizeWithAliases(value: unknown, known: Map<object, number> = new Map()): number {
  if (typeof value !== 'object' || value === null) return 1;
  const size = known.get(value);
  if (size !== undefined) return size;
  // Found again before it is counted: it holds itself.
  known.set(value, Number.POSITIVE_INFINITY);
  let sum = 1;
  for (const one of Object.values(value)) sum += sizeWithAliases(one, known);
  known.set(value, sum);
  return sum;
}
