import type { LockedChart } from '../../model/lock.js';
import { type ChartFiles, readChartFiles } from './chart-files.js';
import { imagesOfChart } from './chart-images.js';
import { chartKinds } from './chart-kinds.js';
import { stripSchema } from './strip-schema.js';
import { findKeys } from './value-keys.js';

/** What is locked of a chart besides where it came from. */
export type ChartFacts = Omit<LockedChart, 'repository' | 'digest'>;

/**
 * What a packaged chart says of itself: its values' keys and schemas, the kinds that it brings.
 * @throws InputError for what is no chart; `subject` says whose it is.
 */
export function chartFacts(files: ReadonlyMap<string, Uint8Array>, subject: string): ChartFacts {
  const chart = readChartFiles(files, subject);
  const { tree, mentions } = findKeys(chart);
  const { name, version, appVersion, kubeVersion } = chart.meta;
  return {
    name,
    version,
    ...(appVersion ? { appVersion } : {}),
    ...(kubeVersion ? { kubeVersion } : {}),
    values: tree.toValueMap(),
    // Without a map that is handed on, no mention can be a key of one.
    mentions: tree.handsOn ? [...mentions].sort() : [],
    schemas: Object.fromEntries(schemasOf(chart, [])),
    kinds: chartKinds(chart),
    images: imagesOfChart(chart),
  };
}

function schemasOf(chart: ChartFiles, path: readonly string[]): [string, string][] {
  const own = chart.schema === undefined ? undefined : stripSchema(chart.schema);
  const below = chart.subcharts.flatMap(({ name, chart: child }) => schemasOf(child, [...path, name]));
  return own === undefined ? below : [[path.length === 0 ? '.' : path.join('.'), own], ...below];
}
