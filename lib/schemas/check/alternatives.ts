import type { Json } from '../../model/json.js';
import type { JsonSchema } from '../json-schema.js';
import type { Compile } from './objects.js';
import { type Check, type Problem, problem } from './problem.js';

/** `"a", "b"`: the fields that alternatives ask for, where that is all that they do. */
function requiredOnly(schemas: readonly JsonSchema[]): string[] | undefined {
  const names = schemas.map((schema) => {
    if (typeof schema === 'boolean') return undefined;
    const keys = Object.keys(schema).filter((key) => !['required', 'properties', 'type'].includes(key));
    return keys.length === 0 ? schema.required?.join(' and ') : undefined;
  });
  return names.every((name) => name !== undefined) ? names.map((name) => `"${name}"`) : undefined;
}

/**
 * The check of `anyOf` and `oneOf`, with one problem a cause: where no alternative fits, what keeps the value from the
 * one that it comes closest to.
 */
export function checkAlternatives(schemas: readonly JsonSchema[], exactlyOne: boolean, compile: Compile): Check {
  const checks = schemas.map(compile);
  const fields = requiredOnly(schemas);
  return (value) => {
    const results = checks.map((check) => check(value));
    const fitting = results.filter((found) => found === undefined).length;
    if (fitting === 1 || (fitting > 1 && !exactlyOne)) return undefined;
    if (fitting > 1) {
      const both = fields?.filter((_, index) => results[index] === undefined).join(' and ');
      return problem(
        value,
        'rule',
        both === undefined ? 'fits several exclusive forms' : `has ${both}, of which only one may be set`,
      );
    }
    if (fields !== undefined && results.every((found) => found?.every(({ keyword }) => keyword === 'missing'))) {
      return problem(value, 'missing', `has none of ${fields.join(', ')}, one of which it needs`);
    }
    return closest(value, results as Problem[][]);
  };
}

/** The problems of the alternative that was most likely meant: those deepest down, then the fewest. */
function closest(value: Json, results: readonly Problem[][]): Problem[] | undefined {
  const types = results.every(([first]) => first?.keyword === 'type' && first.path.length === 0);
  if (types) {
    const wanted = results.map(([first]) => first?.message.replace(/^is .*, not /, '')).join(' or ');
    return problem(value, 'type', (results[0]?.[0]?.message ?? '').replace(/, not .*$/, `, not ${wanted}`));
  }
  const cost = (found: readonly Problem[]) => {
    // A wrong constant tells that another alternative was meant; a wrong type at the top, too.
    const other = found.some(
      ({ keyword, path }) => path.length <= 1 && (keyword === 'enum' || (keyword === 'type' && path.length === 0)),
    );
    return (other ? 1000 : 0) + found.length;
  };
  return [...results].sort((a, b) => cost(a) - cost(b))[0];
}

/** The check of `not`. */
export function checkNot(schema: JsonSchema, compile: Compile): Check {
  const check = compile(schema);
  const fields = requiredOnly([schema])?.[0];
  const message = fields === undefined ? 'has a form that is not allowed' : `may not have ${fields}`;
  return (value) => (check(value) === undefined ? problem(value, 'rule', message) : undefined);
}
