import type { Json, JsonObject } from '../../model/json.js';
import type { ChartImage } from '../../model/lock.js';
import type { ChartFiles } from './chart-files.js';

type Switches = Readonly<Record<string, boolean>>;

/**
 * Images that the defaults of a chart and its subcharts name in the usual way: a map with `repository` and perhaps
 * `registry` and `tag`. An empty tag is taken for the application's version, as charts do. What an `enabled` on the way
 * or a dependency's condition turns off by default is listed with that switch.
 */
export function imagesOfChart(chart: ChartFiles): ChartImage[] {
  return imagesBelow(chart, chart.values ?? {}, [], {}).sort((a, b) => (a.path < b.path ? -1 : 1));
}

function imagesBelow(chart: ChartFiles, values: JsonObject, path: readonly string[], switches: Switches): ChartImage[] {
  const names = new Set(chart.subcharts.map(({ name }) => name));
  const own = Object.fromEntries(Object.entries(values).filter(([name]) => !names.has(name)));
  const found = imagesIn(own, path, switches, chart.meta.appVersion ?? '');
  for (const { name, chart: child } of chart.subcharts) {
    if (child.meta.type === 'library' || name.includes('.')) continue;
    const dependency = chart.meta.dependencies?.find((one) => (one.alias || one.name) === name);
    const condition = dependency?.condition?.split(',')[0]?.trim();
    const on = condition ? valueAt(values, condition.split('.')) : undefined;
    const turned = condition ? { [[...path, condition].join('.')]: on !== false } : {};
    const merged = laidOver(child.values ?? {}, values[name]);
    found.push(...imagesBelow(child, merged, [...path, name], { ...switches, ...turned }));
  }
  return found;
}

function imagesIn(values: JsonObject, path: readonly string[], above: Switches, version: string): ChartImage[] {
  const enabled = path.length > 0 && typeof values.enabled === 'boolean' ? values.enabled : undefined;
  const switches = enabled === undefined ? above : { ...above, [[...path, 'enabled'].join('.')]: enabled };
  const { registry, repository } = values;
  const tag = typeof values.tag === 'string' && values.tag !== '' ? values.tag : version;
  const images: ChartImage[] = [];
  if (typeof repository === 'string' && repository !== '' && 'tag' in values && tag !== '' && path.length > 0) {
    const host = typeof registry === 'string' && registry !== '' ? { registry } : {};
    images.push({ path: path.join('.'), ...host, repository, tag, switches });
  }
  for (const [name, child] of Object.entries(values)) {
    if (isMap(child) && !name.includes('.')) images.push(...imagesIn(child, [...path, name], switches, version));
  }
  return images;
}

function laidOver(values: JsonObject, over: Json | undefined): JsonObject {
  if (!isMap(over)) return values;
  const merged: Record<string, Json | undefined> = { ...values };
  for (const [name, value] of Object.entries(over)) {
    const below = values[name];
    merged[name] = isMap(below) && isMap(value) ? laidOver(below, value) : value;
  }
  return merged;
}

/** The value at a path; undefined where nothing is. */
export function valueAt(values: Json | undefined, path: readonly string[]): Json | undefined {
  return path.reduce<Json | undefined>((found, name) => (isMap(found) ? found[name] : undefined), values);
}

function isMap(value: Json | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
