/** The candidate closest to a mistyped name, or undefined when none is close enough to be what was meant. */
export function didYouMean(name: string, candidates: Iterable<string>): string | undefined {
  let best: string | undefined;
  let bestDistance = Math.max(2, Math.ceil(name.length / 3)) + 1;
  for (const candidate of candidates) {
    const contained = candidate.includes(name) || name.includes(candidate);
    const distance = contained ? 1 : editDistance(name.toLowerCase(), candidate.toLowerCase());
    if (distance < bestDistance) {
      best = candidate;
      bestDistance = distance;
    }
  }
  return best;
}

/** The hint that goes with an unknown name: the closest one, or all there are. */
export function hintForUnknown(name: string, candidates: Iterable<string>): string {
  const all = [...candidates].sort();
  const close = didYouMean(name, all);
  if (close !== undefined) return `did you mean "${close}"?`;
  return all.length === 0 ? 'there are none' : `there are: ${all.join(', ')}`;
}

function editDistance(a: string, b: string): number {
  let previous = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 1; i <= a.length; i++) {
    const current = [i];
    for (let j = 1; j <= b.length; j++) {
      const substitution = (previous[j - 1] as number) + (a[i - 1] === b[j - 1] ? 0 : 1);
      current.push(Math.min(substitution, (previous[j] as number) + 1, (current[j - 1] as number) + 1));
    }
    previous = current;
  }
  return previous[b.length] as number;
}
