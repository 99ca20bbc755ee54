import type * as z from 'zod';
import type { Json, JsonObject } from '../model/json.js';
import type { SchemaProblem } from '../model/kind-schemas.js';
import { hintForUnknown } from '../model/names.js';
import { isOpen } from './check/problem.js';
import { checksOfScalar, checkType } from './check/scalars.js';
import type { ObjectSchema } from './json-schema.js';
import { fieldsOf, isOptional, type Path, schemaAt } from './zod-walk.js';

type Issue = z.core.$ZodIssue;

/** zod's words for types, in JSON schema's. */
const TYPES: Readonly<Record<string, string>> = { int: 'integer', array: 'array', record: 'object', object: 'object' };

/**
 * What a zod schema finds wrong with an object, in the words of the other schemas. A text that holds a token is let
 * through whatever it should be, and null stands for an optional field's absence, as the API server takes it.
 */
export function zodProblems(schema: z.core.$ZodType, object: JsonObject): readonly SchemaProblem[] {
  const issues = (schema as z.ZodType).safeParse(object).error?.issues ?? [];
  return problemsOf(issues, { schema, value: object, path: [] });
}

/** A place of the object, and what the schema says about it. */
interface Place {
  readonly schema: z.core.$ZodType;
  readonly value: Json | undefined;
  readonly path: Path;
}

function problemsOf(issues: readonly Issue[], top: Place): SchemaProblem[] {
  return issues.flatMap((issue) => {
    const below = issue.path as Path;
    const value = below.reduce<Json | undefined>(member, top.value);
    if (isOpen(value)) return [];
    const place = { value, schema: schemaAt(top.schema, below), path: [...top.path, ...below] };
    if (value === undefined) return missing(below, top);
    if (value === null && isOptional(top.schema, below)) return [];
    return problemsAt(issue, place, value);
  });
}

function problemsAt(issue: Issue, place: Place, value: Json): SchemaProblem[] {
  const { path } = place;
  switch (issue.code) {
    case 'unrecognized_keys':
      return issue.keys.flatMap((key) => unknownField(key, place));
    case 'invalid_union':
      return closest(issue.errors, place, value);
    case 'invalid_type':
      return said({ type: TYPES[issue.expected] ?? issue.expected }, value, path);
    case 'invalid_value':
      return said({ enum: issue.values as readonly Json[] }, value, path);
    case 'too_small':
      return said(limit(issue.origin, 'min', Number(issue.minimum)), value, path);
    case 'too_big':
      return said(limit(issue.origin, 'max', Number(issue.maximum)), value, path);
    case 'invalid_format':
      if (issue.format !== 'regex') return [{ path, keyword: 'format', message: `is no ${issue.format}` }];
      return [{ path, keyword: 'pattern', message: `is ${issue.message}` }];
    case 'custom':
      return [{ path, keyword: 'rule', message: issue.message }];
    default:
      return [{ path, keyword: 'other', message: issue.message }];
  }
}

/** A limit of a number, a text or a list. */
function limit(origin: string, end: 'min' | 'max', value: number): ObjectSchema {
  if (origin === 'string') return end === 'min' ? { minLength: value } : { maxLength: value };
  if (origin === 'array') return end === 'min' ? { minItems: value } : { maxItems: value };
  return end === 'min' ? { minimum: value } : { maximum: value };
}

/** What the checks of JSON schema say about a value, so that nobody has to know which of the two a kind has. */
function said(schema: ObjectSchema, value: Json, path: Path): SchemaProblem[] {
  const { type, minItems, maxItems } = schema;
  if (minItems !== undefined) return [{ path, keyword: 'range', message: `has fewer than ${minItems} items` }];
  if (maxItems !== undefined) return [{ path, keyword: 'range', message: `has more than ${maxItems} items` }];
  const checks = type === undefined ? checksOfScalar(schema) : [checkType([type].flat())];
  return checks.flatMap((check) => check(value) ?? []).map((problem) => ({ ...problem, path }));
}

function missing(below: Path, top: Place): SchemaProblem[] {
  const name = below.at(-1);
  const parent = below.slice(0, -1).reduce<Json | undefined>(member, top.value);
  const open = typeof parent === 'object' && parent !== null && Object.keys(parent).some(isOpen);
  if (name === undefined || open) return [];
  return [{ path: [...top.path, ...below.slice(0, -1)], keyword: 'missing', message: `missing field "${name}"` }];
}

function unknownField(name: string, { schema, value, path }: Place): SchemaProblem[] {
  const object = value as JsonObject;
  if (isOpen(name) || object[name] === undefined) return [];
  const left = fieldsOf(schema).filter((known) => object[known] === undefined);
  const hint = hintForUnknown(name, left);
  return [{ path: [...path, name], keyword: 'unknown', message: `unknown field "${name}"`, hint }];
}

/** What keeps a value from the alternative that fits it best; nothing where one fits but for what nobody knows. */
function closest(alternatives: readonly (readonly Issue[])[], place: Place, value: Json): SchemaProblem[] {
  const types = alternatives.map(([issue]) =>
    issue?.code === 'invalid_type' && issue.path.length === 0 ? issue : undefined,
  );
  if (types.every((issue) => issue !== undefined)) {
    const expected = types.map((issue) => TYPES[issue.expected] ?? issue.expected);
    return checkType(expected)(value)?.map((problem) => ({ ...problem, path: place.path })) ?? [];
  }
  const found = alternatives.map((issues) => problemsOf(issues, place));
  const cost = (problems: readonly SchemaProblem[]) => {
    const other = problems.some(({ keyword, path }) => keyword === 'type' && path.length === place.path.length);
    return problems.length + (other ? 1000 : 0);
  };
  return found.sort((a, b) => cost(a) - cost(b))[0] ?? [];
}

function member(value: Json | undefined, key: string | number): Json | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  return (value as Readonly<Record<string | number, Json>>)[key];
}
