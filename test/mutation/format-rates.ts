import { FAMILIES } from './damage-classes.js';
import type { Mutation, MutationResult } from './run-mutations.js';
import { UNDETECTABLE } from './undetectable.js';

/** The rates of a run as a section of docs/checks.md: overall, by class, and what nobody can find. */
export function formatRates(result: MutationResult): string {
  const { seed, mutations, missed } = result;
  const rows = Object.entries(FAMILIES).flatMap(([family, classes]) =>
    classes.map(({ name, harm }) => {
      const own = mutations.filter((one) => one.class === name);
      const found = own.filter(({ findings }) => findings.length > 0).length;
      return `| ${family} | ${name} | ${own.length === 0 ? '–' : `${found} of ${own.length}`} | ${rulesOf(own)} | ${harm} |`;
    }),
  );
  return [
    `Seed ${seed}: ${mutations.length - missed.length} of ${mutations.length} damages found, ${percent(result)} %.`,
    '',
    '| about | damage | found | mostly by | harm |',
    '|---|---|---|---|---|',
    ...rows,
    '',
    'What cannot be found in principle, and is not generated:',
    '',
    ...UNDETECTABLE.map(({ damage, reason }) => `- ${damage}: ${reason}`),
    '',
  ].join('\n');
}

/** Share of damages that were found, in per cent, rounded down to a tenth. */
export function percent({ mutations, missed }: MutationResult): number {
  return Math.floor(((mutations.length - missed.length) / mutations.length) * 1000) / 10;
}

/** What was not found, one line each: enough to look at it, and to make it again. */
export function formatMissed({ missed }: MutationResult): string {
  return missed
    .map(({ class: name, seed, damage: { where, description } }) => `${name} (seed ${seed})  ${where}  ${description}`)
    .sort()
    .join('\n');
}

/** The rules that found most of some damages. */
function rulesOf(mutations: readonly Mutation[]): string {
  const counts = new Map<string, number>();
  for (const { findings } of mutations) {
    for (const code of new Set(findings.map((one) => one.code))) counts.set(code, (counts.get(code) ?? 0) + 1);
  }
  const sorted = [...counts].sort(([a, many], [b, more]) => more - many || (a < b ? -1 : 1));
  return sorted
    .slice(0, 2)
    .map(([code]) => code)
    .join(', ');
}
