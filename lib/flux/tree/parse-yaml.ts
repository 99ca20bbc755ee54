import { defineScalarTag, loadAll, mapTag, mergeTag, NOT_RESOLVED, Schema, seqTag, strTag } from 'js-yaml';
import type { Json } from '../../model/json.js';
import { goScalar } from './go-scalar.js';

const first = (text: string) => [...text];
const go = (tag: string, firstChars: string, take: (value: unknown) => boolean) =>
  defineScalarTag<Json>(`tag:yaml.org,2002:${tag}`, {
    implicit: true,
    implicitFirstChars: firstChars === '' ? ['', '~', 'n', 'N'] : first(firstChars),
    resolve: (source) => {
      const value = goScalar(source);
      return take(value) ? value : NOT_RESOLVED;
    },
    identify: () => false,
  });

/** Scalars as Flux's Go reader sees them; timestamps stay text, as in JSON. */
const GO_SCHEMA = new Schema([
  mapTag,
  seqTag,
  strTag,
  mergeTag,
  go('null', '', (value) => value === null),
  go('bool', 'yYnNtTfFoO', (value) => typeof value === 'boolean'),
  go('int', '+-0123456789', (value) => Number.isInteger(value)),
  go('float', '+-.0123456789', (value) => typeof value === 'number'),
]);

/** More aliases than anybody writes by hand. */
const MOST_ALIASES = 1000;

/**
 * The documents of any YAML.
 * @throws YAMLException for what is none.
 */
export function parseYaml(text: string): unknown[] {
  return loadAll(text, { schema: GO_SCHEMA, maxDepth: 200, maxAliases: MOST_ALIASES });
}
