import { chartsOf } from '../../flux/chart/release-chart.js';
import { chartKey, LOCK_FILE } from '../../model/lock.js';
import { listed } from '../listed.js';
import type { TreeRule } from '../tree-rule.js';

/** What is not locked is not checked: one line a cluster says so. */
export const chartNotLocked: TreeRule = {
  name: 'chart-not-locked',
  severity: 'info',
  description:
    'charts.lock.yaml has no entry for these charts, so that nobody can tell offline whether they exist and read the values that they are given.',
  remediation: 'run npm run lock where the repositories can be reached, and commit charts.lock.yaml',
  sources: ['DC-14'],
  *check(view) {
    const { lock } = view.settings;
    const missing = chartsOf(view)
      .map(({ chart }) => chartKey(chart))
      .filter((key) => lock?.charts.has(key) !== true);
    if (missing.length === 0) return;
    yield { at: { file: LOCK_FILE }, message: `not locked: ${listed(new Set(missing), 'chart')}` };
  },
};
