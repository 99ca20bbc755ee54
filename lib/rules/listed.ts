/** `2 images: a, b`, sorted. */
export function listed(names: Iterable<string>, what: string): string {
  const all = [...names].sort();
  return `${all.length} ${what}${all.length === 1 ? '' : 's'}: ${all.join(', ')}`;
}
