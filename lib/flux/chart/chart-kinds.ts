import type { ChartFiles } from './chart-files.js';

const DEFINITION = /^kind:\s*["']?CustomResourceDefinition\b/m;
const GROUP = /^ {2}group:\s*["']?([a-z0-9.-]+)/m;
const KIND = /^ {4}kind:\s*["']?([A-Z]\w*)/m;

/**
 * Custom kinds that a chart and its subcharts bring, `group/Kind`: from `crds/` and from templates. By their lines, not
 * as YAML: in a template a definition is YAML only once it is rendered.
 */
export function chartKinds(chart: ChartFiles): readonly string[] {
  const found = new Set<string>();
  const pending: ChartFiles[] = [chart];
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
    for (const text of [...next.definitions, ...next.templates.values()]) {
      if (!text.includes('CustomResourceDefinition')) continue;
      for (const document of text.split(/^---.*$/m)) {
        const [group, kind] = [GROUP.exec(document)?.[1], KIND.exec(document)?.[1]];
        if (DEFINITION.test(document) && group !== undefined && kind !== undefined) found.add(`${group}/${kind}`);
      }
    }
    pending.push(...next.subcharts.map((subchart) => subchart.chart));
  }
  return [...found].sort();
}
