import { Ajv, type ErrorObject } from 'ajv';
import { Ajv2019 } from 'ajv/dist/2019.js';
import { Ajv2020 } from 'ajv/dist/2020.js';
import type { JsonObject } from '../../model/json.js';
import type { LockedChart, ValuesProblem } from '../../model/lock.js';
import { isUnknown } from '../tree/unknown.js';
import { partialSchema } from './partial-schema.js';

/** Compiled, by their text: many releases may use one chart. */
const compiled = new Map<string, ((values: unknown) => readonly ErrorObject[]) | undefined>();

/**
 * What a chart's own schemas say against a release's values. The values are a part of what helm validates: it adds the
 * defaults, so nothing is said of what is missing. A schema that cannot be compiled says nothing.
 */
export function judgeValues({ schemas }: LockedChart, values: JsonObject): ValuesProblem[] {
  return Object.entries(schemas).flatMap(([place, text]) => {
    const path = place === '.' ? [] : place.split('.');
    const part = path.reduce<unknown>((found, name) => (found as JsonObject | undefined)?.[name], values);
    if (typeof part !== 'object' || part === null) return [];
    const validate = validatorOf(text);
    return validate === undefined ? [] : describe(validate(withoutNulls(part)), path);
  });
}

function validatorOf(text: string) {
  if (!compiled.has(text)) compiled.set(text, compile(text));
  return compiled.get(text);
}

function compile(text: string): ((values: unknown) => readonly ErrorObject[]) | undefined {
  try {
    const { $schema = '', ...schema } = JSON.parse(text) as { $schema?: string };
    const Draft = /2020-12/.test($schema) ? Ajv2020 : /2019-09/.test($schema) ? Ajv2019 : Ajv;
    const ajv = new Draft({ strict: false, validateFormats: false, allErrors: true, verbose: true, logger: false });
    const validate = ajv.compile(partialSchema(schema) as object);
    return (values) => (validate(values) ? [] : (validate.errors ?? []));
  } catch {
    return undefined;
  }
}

/** helm takes null as "without this default". */
function withoutNulls(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutNulls);
  if (typeof value !== 'object' || value === null) return value;
  const kept = Object.entries(value).filter(([, member]) => member !== null);
  return Object.fromEntries(kept.map(([name, member]) => [name, withoutNulls(member)]));
}

/** One problem for each place: what an alternative says counts only where the choice itself is not reported. */
function describe(errors: readonly ErrorObject[], at: readonly string[]): ValuesProblem[] {
  const problems = new Map<string, ValuesProblem>();
  const choices = errors.filter(({ keyword }) => keyword === 'anyOf' || keyword === 'oneOf');
  for (const error of errors) {
    if (holdsUnknown(error.data)) continue;
    if (choices.some((choice) => choice !== error && error.schemaPath.startsWith(`${choice.schemaPath}/`))) continue;
    const steps = error.instancePath.split('/').slice(1).map(pointerStep);
    const extra = error.params as { additionalProperty?: string; unevaluatedProperty?: string };
    const name = extra.additionalProperty ?? extra.unevaluatedProperty;
    const path = [...at, ...steps, ...(name === undefined ? [] : [name])];
    const key = path.join('\0');
    if (!problems.has(key)) {
      problems.set(key, { path, unknownKey: name !== undefined, message: messageOf(error) });
    }
  }
  return [...problems.values()];
}

function messageOf({ keyword, message, params }: ErrorObject): string {
  const { allowedValues } = params as { allowedValues?: readonly unknown[] };
  if (keyword === 'enum' && allowedValues !== undefined) return `must be one of ${allowedValues.join(', ')}`;
  if (keyword === 'additionalProperties' || keyword === 'unevaluatedProperties')
    return 'the chart’s schema has no such key';
  if (keyword === 'anyOf' || keyword === 'oneOf') return 'fits none of the forms that the chart’s schema allows';
  return message ?? keyword;
}

function pointerStep(step: string): string {
  return step.replaceAll('~1', '/').replaceAll('~0', '~');
}

function holdsUnknown(value: unknown): boolean {
  if (typeof value === 'object' && value !== null) return Object.values(value).some(holdsUnknown);
  return isUnknown(value);
}
