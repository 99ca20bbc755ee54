import type { Rule } from '../rule.js';

/** Headers and findings point at the chart file, so it has to be where they say. */
export const chartFileKnown: Rule = {
  name: 'chart-file-known',
  severity: 'error',
  description: 'Every unit is declared in the chart file that its place in the tree says.',
  remediation: 'name the file so, or give the unit `source`',
  check: ({ cluster, chartFiles }) =>
    chartFiles === undefined
      ? []
      : cluster.units
          .filter((unit) => !chartFiles.has(unit.source))
          .map((unit) => ({
            field: 'source',
            message: `chart file ${unit.source} does not exist`,
            origin: { cluster: cluster.name, unit: unit.name, source: unit.source },
          })),
};
