import type { Json, JsonObject } from '../../model/json.js';
import type { ChartFiles, Subchart } from './chart-files.js';
import { commentedKeys } from './commented-keys.js';
import { type KeyPath, KeyTree } from './key-tree.js';
import { addSchemaKeys } from './schema-keys.js';
import { stripSchema } from './strip-schema.js';
import { readTemplate } from './template-reader.js';
import type { ValueUses } from './value-uses.js';

/** The keys of a chart's values, and the words that its templates use without saying whose they are. */
export interface FoundKeys {
  readonly tree: KeyTree;
  readonly mentions: ReadonlySet<string>;
}

/**
 * Every key that a chart may read: of its defaults, also those commented out, of its templates, its schema and its
 * subcharts. A library's templates are the chart's own.
 */
export function findKeys(chart: ChartFiles): FoundKeys {
  const tree = new KeyTree();
  const mentions = new Set<string>();
  if (chart.values === undefined) tree.open([]);
  else tree.addDefaults(chart.values);
  const schema = chart.schema === undefined ? undefined : stripSchema(chart.schema);
  if (schema !== undefined) addSchemaKeys(JSON.parse(schema) as Json, tree);
  mountSubcharts(chart, tree, mentions);
  const uses = usesOf(tree, mentions);
  for (const template of [...templatesOf(chart), ...templatesIn(chart.values)]) readTemplate(template, uses.now);
  uses.later();
  for (const path of commentedKeys(chart.valuesText)) {
    if (path.length === 1 || tree.isMap(path.slice(0, -1))) tree.add(path);
  }
  return { tree, mentions };
}

/** Reads first, the deepest first, so that what is only on the way is no value of its own; then what is taken whole. */
function usesOf(tree: KeyTree, mentions: Set<string>): { readonly now: ValueUses; readonly later: () => void } {
  const reads: KeyPath[] = [];
  const whole: (() => void)[] = [];
  return {
    now: {
      read: (path) => reads.push(path),
      open: (path) => whole.push(() => tree.open(path)),
      hand: (path) => whole.push(() => tree.hand(path)),
      mention: (name) => mentions.add(name),
    },
    later: () => {
      for (const path of reads.sort((a, b) => b.length - a.length)) tree.add(path);
      for (const act of whole) act();
    },
  };
}

/** Templates of a chart and of the libraries that it brings: those are rendered with the chart's values. */
function templatesOf({ templates, subcharts }: ChartFiles): string[] {
  const libraries = subcharts.filter(({ chart }) => chart.meta.type === 'library');
  return [...templates.values(), ...libraries.flatMap(({ chart }) => templatesOf(chart))];
}

/** Defaults that are templates themselves, for `tpl`. */
function templatesIn(value: Json | undefined): string[] {
  if (typeof value === 'string') return value.includes('{{') ? [value] : [];
  if (typeof value !== 'object' || value === null) return [];
  return Object.values(value as JsonObject).flatMap(templatesIn);
}

function mountSubcharts(chart: ChartFiles, tree: KeyTree, mentions: Set<string>): void {
  const brought = new Set(chart.subcharts.map(({ name }) => name));
  for (const { name, alias, condition, tags } of chart.meta.dependencies ?? []) {
    // Of a chart that is not in the archive nobody here knows what it reads.
    if (!brought.has(alias || name)) tree.open([alias || name]);
    for (const path of (condition ?? '').split(','))
      if (path.trim() !== '') tree.add(path.trim().split('.'), 'boolean');
    for (const tag of tags ?? []) tree.add(['tags', tag], 'boolean');
  }
  for (const { name, chart: child } of uniqueNames(chart.subcharts)) {
    const found = findKeys(child);
    tree.mount([name], found.tree);
    const shared = found.tree.part(['global']);
    if (shared !== undefined) tree.mount(['global'], shared);
    for (const mention of found.mentions) mentions.add(mention);
  }
}

function uniqueNames(subcharts: readonly Subchart[]): Subchart[] {
  return [...new Map(subcharts.map((subchart) => [subchart.name, subchart])).values()];
}
