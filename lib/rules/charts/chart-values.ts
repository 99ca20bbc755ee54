import { type ChartUse, chartsOf } from '../../flux/chart/release-chart.js';
import { unknownKeys } from '../../flux/chart/unknown-keys.js';
import type { TreeFinding } from '../../flux/tree/view.js';
import { chartKey, type Lock, type LockedChart } from '../../model/lock.js';
import { didYouMean } from '../../model/names.js';
import type { TreeRule } from '../tree-rule.js';

/** helm ignores a value that nothing reads, without a word. */
export const chartValues: TreeRule = {
  name: 'chart-values',
  severity: 'error',
  description:
    'A value of a HelmRelease is no key that its chart reads, or not what the chart’s own schema allows, by charts.lock.yaml: helm ignores the first without a word, and refuses to install the second.',
  remediation: 'correct the value’s name and place: the chart’s values.yaml at this version shows them',
  sources: ['DC-14', 'VERIFIED: ignored values'],
  *check(view) {
    const { lock } = view.settings;
    if (lock === undefined || lock.charts.size === 0) return;
    for (const use of chartsOf(view)) {
      const locked = lock.charts.get(chartKey(use.chart));
      if (locked !== undefined) yield* judge(use, locked, lock);
    }
  },
};

function* judge({ at, values }: ChartUse, chart: LockedChart, { judge: bySchema }: Lock): Generator<TreeFinding> {
  const name = `chart ${chart.name} ${chart.version}`;
  const reported = new Set<string>();
  for (const { path, known } of unknownKeys(chart, values)) {
    reported.add(path.join('\0'));
    const key = path.at(-1) as string;
    const close = didYouMean(key, known);
    yield {
      at,
      path: ['spec', 'values', ...path],
      message: `${name} reads no value "${path.join('.')}"`,
      ...(close === undefined ? {} : { hint: `did you mean "${close}"?` }),
    };
  }
  for (const { path, message, unknownKey } of bySchema?.(chart, values) ?? []) {
    // What is below an unknown key says nothing new.
    if (path.some((_, index) => reported.has(path.slice(0, index + 1).join('\0')))) continue;
    const what = unknownKey
      ? `${name}: ${message}, "${path.join('.')}"`
      : `${name}: value "${path.join('.')}" ${message}`;
    yield { at, path: ['spec', 'values', ...path.map(step)], message: what };
  }
}

/** Steps into lists come as text from a JSON pointer. */
function step(name: string): string | number {
  return /^\d+$/.test(name) ? Number(name) : name;
}
