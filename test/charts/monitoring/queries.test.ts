import { describe, expect, test } from '@jest/globals';
import { METRIC_SOURCES } from '../../../charts/apps/monitoring/metric-sources.js';
import { parsePromql } from './parse-promql.js';
import { alerts, dashboards, panelsOf } from './subjects.js';

const queries: readonly (readonly [string, string])[] = [
  ...alerts.map(({ name, expr }) => [`alert ${name}`, expr] as const),
  ...dashboards.flatMap((dashboard) =>
    panelsOf(dashboard).flatMap(({ title, targets = [] }) =>
      targets.map(({ expr }) => [`panel ${String(dashboard.uid)} / ${title}`, expr] as const),
    ),
  ),
];
const known = new Set(METRIC_SOURCES.flatMap(({ metrics }) => metrics));

describe('a query that Prometheus refuses is silently an alert that never fires', () => {
  test.each(queries)('%s is PromQL', (_name, expr) => {
    expect(parsePromql(expr)).toMatchObject({ valid: true });
  });

  test.each(queries)('%s reads only metrics that somebody exports', (_name, expr) => {
    const { metrics } = parsePromql(expr);
    expect(metrics.length).toBeGreaterThan(0);
    expect(metrics.filter((metric) => !known.has(metric))).toEqual([]);
  });

  test('the parser does refuse what is no PromQL', () => {
    for (const text of ['', 'a >', 'sum(rate(a[5m])', 'a b', 'a{b=~"x"', 'rate(a[$x])']) {
      expect(parsePromql(text)).toMatchObject({ valid: false });
    }
  });

  test('the list of metrics has none that nothing reads', () => {
    const read = new Set(queries.flatMap(([, expr]) => parsePromql(expr).metrics));
    expect([...known].filter((metric) => !read.has(metric))).toEqual([]);
  });
});
