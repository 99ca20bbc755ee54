import type { Json } from '../../model/json.js';
import type { JsonSchema, ObjectSchema } from '../json-schema.js';
import { checkAlternatives, checkNot } from './alternatives.js';
import { type Compile, checkArray, checkObject } from './objects.js';
import type { Check, Problem } from './problem.js';
import { checksOfScalar, checkType } from './scalars.js';

// A global is looked up by name each time, and slowly in a test's sandbox.
const { isArray } = Array;

const fine: Check = () => undefined;

/** Looks up the definition that a `$ref` names. */
export type Resolve = (name: string) => JsonSchema;

/**
 * Makes the checks of schemas: small functions that call each other, made when the first value needs them. A tree has
 * few kinds and uses few of their fields, so that this is faster than code made beforehand is loaded.
 */
export function compiler(resolve: Resolve): Compile {
  const definitions = new Map<string, Check>();

  const compileDefinition = (name: string): Check => {
    const known = definitions.get(name);
    if (known !== undefined) return known;
    let check: Check | undefined;
    // By name, since definitions contain themselves: a schema of schemas, a route of routes.
    const byName: Check = (value) => {
      check ??= compile(resolve(name));
      return check(value);
    };
    definitions.set(name, byName);
    return byName;
  };

  const compile: Compile = (schema) => {
    if (typeof schema === 'boolean') return schema ? fine : refuse;
    const checks = checksOf(schema, compile, compileDefinition);
    if (schema.nullable !== true) return checks;
    return (value) => (value === null ? undefined : checks(value));
  };
  return compile;
}

const refuse: Check = () => [{ path: [], keyword: 'other', message: 'may not be there' }];

function checksOf(schema: ObjectSchema, compile: Compile, compileDefinition: (name: string) => Check): Check {
  const inner: Check[] = [];
  if (schema.$ref !== undefined) inner.push(compileDefinition(schema.$ref));
  inner.push(...checksOfScalar(schema));
  const maps = asksForMap(schema) ? checkObject(schema, compile) : undefined;
  const lists = asksForList(schema) ? checkArray(schema, compile) : undefined;
  if (maps !== undefined) inner.push((value) => (isMap(value) ? maps(value) : undefined));
  if (lists !== undefined) inner.push((value) => (isArray(value) ? lists(value) : undefined));
  for (const part of schema.allOf ?? []) inner.push(compile(part));
  if (schema.anyOf !== undefined && !schema['x-kubernetes-int-or-string']) {
    inner.push(checkAlternatives(schema.anyOf, false, compile));
  }
  if (schema.oneOf !== undefined) inner.push(checkAlternatives(schema.oneOf, true, compile));
  if (schema.not !== undefined) inner.push(checkNot(schema.not, compile));
  const types = typesOf(schema);
  if (types === undefined) return all(inner);
  const type = checkType(types);
  if (inner.length === 0) return type;
  const rest = all(inner);
  // Of a value of the wrong type, nothing else is worth saying.
  return (value) => type(value) ?? rest(value);
}

function all(checks: readonly Check[]): Check {
  const [first, second] = checks;
  if (first === undefined) return fine;
  if (second === undefined) return first;
  return (value) => {
    let problems: Problem[] | undefined;
    for (const check of checks) {
      const found = check(value);
      if (found !== undefined) problems = problems === undefined ? found : [...problems, ...found];
    }
    return problems;
  };
}

function typesOf(schema: ObjectSchema): readonly string[] | undefined {
  if (schema['x-kubernetes-int-or-string'] === true) return ['integer', 'string'];
  if (schema.type === undefined) return undefined;
  return typeof schema.type === 'string' ? [schema.type] : schema.type;
}

function asksForMap({
  properties,
  patternProperties,
  additionalProperties,
  required,
  ...schema
}: ObjectSchema): boolean {
  const sizes = schema.minProperties ?? schema.maxProperties;
  return [properties, patternProperties, additionalProperties, required, sizes].some((part) => part !== undefined);
}

function asksForList({ items, minItems, maxItems, uniqueItems }: ObjectSchema): boolean {
  return [items, minItems, maxItems, uniqueItems].some((part) => part !== undefined);
}

function isMap(value: Json): boolean {
  return typeof value === 'object' && value !== null && !isArray(value);
}
