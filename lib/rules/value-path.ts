import type { JsonPath } from '../flux/tree/view.js';

/** Place of a chart's value in the manifest that gives it; values within a text have the text's place. */
export function valuePath(values: JsonPath, path: JsonPath): JsonPath {
  return values.at(-1) === 'values' ? [...values, ...path] : values;
}
