/** Whether two host names of the Gateway API meet: `*.` at the start stands for one label or more (VERIFIED). */
export function hostsMeet(one: string, other: string): boolean {
  if (one === other) return true;
  return covers(one, other) || covers(other, one);
}

function covers(pattern: string, host: string): boolean {
  return pattern.startsWith('*.') && host.endsWith(pattern.slice(1)) && host.length > pattern.length - 1;
}
