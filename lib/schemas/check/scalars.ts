import type { Json } from '../../model/json.js';
import { hintForUnknown } from '../../model/names.js';
import type { ObjectSchema } from '../json-schema.js';
import { FORMATS } from './formats.js';
import { type Check, kindOf, problem } from './problem.js';

// A global is looked up by name each time, and slowly in a test's sandbox.
const { isArray } = Array;

const NAMES: Readonly<Record<string, string>> = {
  string: 'a string',
  integer: 'an integer',
  number: 'a number',
  boolean: 'a boolean',
  object: 'a map',
  array: 'a list',
  null: 'null',
};

const IS: Readonly<Record<string, (value: Json) => boolean>> = {
  string: (value) => typeof value === 'string',
  integer: (value) => Number.isInteger(value),
  number: (value) => typeof value === 'number',
  boolean: (value) => typeof value === 'boolean',
  object: (value) => typeof value === 'object' && value !== null && !isArray(value),
  array: isArray,
  null: (value) => value === null,
};

/** The check of a value's type; the others take for granted what it lets pass. */
export function checkType(types: readonly string[]): Check {
  const tests = types.map((type) => {
    const test = IS[type];
    if (test === undefined) throw new Error(`"${type}" is no JSON type`);
    return test;
  });
  const wanted = types.map((type) => NAMES[type]).join(' or ');
  const wrong = (value: Json) =>
    problem(value, 'type', `is ${kindOf(value)}, not ${wanted}`, hintForType(value, types));
  const [only] = tests;
  if (only !== undefined && tests.length === 1) return (value) => (only(value) ? undefined : wrong(value));
  return (value) => (tests.some((test) => test(value)) ? undefined : wrong(value));
}

function hintForType(value: Json, types: readonly string[]): string | undefined {
  if (types.includes('string') && (typeof value === 'number' || typeof value === 'boolean')) return 'put it in quotes';
  const bare = typeof value === 'string' && value.trim() !== '' && !types.includes('string');
  const number = bare && (types.includes('integer') || types.includes('number')) && Number.isFinite(Number(value));
  const boolean = types.includes('boolean') && (value === 'true' || value === 'false');
  return number || boolean ? 'leave out the quotes' : undefined;
}

/** The checks of what a scalar's schema says besides its type. */
export function checksOfScalar(schema: ObjectSchema): Check[] {
  const checks: Check[] = [];
  const { minLength, maxLength, pattern, format, minimum, maximum, multipleOf } = schema;
  const allowed = schema.const === undefined ? schema.enum : [schema.const];
  if (allowed !== undefined) checks.push(checkEnum(allowed));
  if (pattern !== undefined) checks.push(checkPattern(pattern));
  if (format !== undefined && FORMATS[format] !== undefined) checks.push(checkFormat(format));
  const test = (fails: (value: Json) => boolean, message: string) => {
    checks.push((value) => (fails(value) ? problem(value, 'range', message) : undefined));
  };
  if (minLength !== undefined && minLength > 0) {
    const message = minLength === 1 ? 'is empty' : `is shorter than ${minLength} characters`;
    test((value) => typeof value === 'string' && value.length < minLength, message);
  }
  if (maxLength !== undefined) {
    test((value) => typeof value === 'string' && value.length > maxLength, `is longer than ${maxLength} characters`);
  }
  // Older drafts make the limit itself exclusive by a boolean beside it.
  const { exclusiveMinimum, exclusiveMaximum } = schema;
  const above = exclusiveMinimum === true ? minimum : exclusiveMinimum;
  const below = exclusiveMaximum === true ? maximum : exclusiveMaximum;
  if (minimum !== undefined) test((value) => (value as number) < minimum, `is less than ${minimum}`);
  if (maximum !== undefined) test((value) => (value as number) > maximum, `is more than ${maximum}`);
  if (typeof above === 'number') test((value) => (value as number) <= above, `is not more than ${above}`);
  if (typeof below === 'number') test((value) => (value as number) >= below, `is not less than ${below}`);
  if (multipleOf !== undefined) {
    test((value) => typeof value === 'number' && value % multipleOf !== 0, `is no multiple of ${multipleOf}`);
  }
  return checks;
}

function checkEnum(allowed: readonly Json[]): Check {
  const values = new Set(allowed);
  const listed = allowed.map(String).join(', ');
  return (value) => {
    if (values.has(value)) return undefined;
    const message = allowed.length === 1 ? `is not ${listed}` : `is none of: ${listed}`;
    const hint = typeof value === 'string' ? hintForUnknown(value, allowed.map(String)) : undefined;
    return problem(value, 'enum', message, hint?.startsWith('did you mean') ? hint : undefined);
  };
}

function checkPattern(pattern: string): Check {
  const regex = compilePattern(pattern);
  return (value) =>
    typeof value === 'string' && regex !== undefined && !regex.test(value)
      ? problem(value, 'pattern', `does not match ${pattern}`)
      : undefined;
}

/** Patterns are Go's; one that JavaScript cannot read is not checked. */
function compilePattern(pattern: string): RegExp | undefined {
  for (const flags of ['u', '']) {
    try {
      return new RegExp(pattern, flags);
    } catch {
      // The next flags may do.
    }
  }
  return undefined;
}

function checkFormat(format: string): Check {
  const known = FORMATS[format] as (typeof FORMATS)[string];
  return (value) =>
    (typeof value === 'string' || typeof value === 'number') && !known.test(value)
      ? problem(value, 'format', `is not ${known.name}`)
      : undefined;
}
