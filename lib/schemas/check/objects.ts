import type { Json, JsonObject } from '../../model/json.js';
import { didYouMean } from '../../model/names.js';
import type { JsonSchema, ObjectSchema } from '../json-schema.js';
import { type Check, collect, isOpen, type Problem, problem } from './problem.js';

/** Makes the check of a sub-schema; the first value that needs it pays for it. */
export type Compile = (schema: JsonSchema) => Check;

interface Slot {
  readonly schema: JsonSchema;
  readonly required: boolean;
  check?: Check;
}

/** The check of a map: its known fields, its unknown ones, and what is missing. */
export function checkObject(schema: ObjectSchema, compile: Compile): Check {
  const { properties = {}, patternProperties = {}, required = [], minProperties = 0 } = schema;
  const { maxProperties = Number.POSITIVE_INFINITY } = schema;
  const needed = new Set(required);
  const slots = new Map<string, Slot>(
    Object.entries(properties).map(([name, property]) => [name, { schema: property, required: needed.has(name) }]),
  );
  const patterns = Object.entries(patternProperties).map(
    ([pattern, property]) => [new RegExp(pattern), { schema: property, required: false } as Slot] as const,
  );
  const open = schema['x-kubernetes-preserve-unknown-fields'] === true;
  const rest = open ? undefined : schema.additionalProperties;
  const others: Slot | undefined = typeof rest === 'object' ? { schema: rest, required: true } : undefined;
  const slotOf = (name: string) => slots.get(name) ?? patterns.find(([pattern]) => pattern.test(name))?.[1] ?? others;

  return (value) => {
    const object = value as JsonObject;
    let problems: Problem[] | undefined;
    let unknownNames = false;
    let size = 0;
    for (const name in object) {
      const member = object[name];
      if (member === undefined) continue;
      size++;
      const slot = slotOf(name);
      if (slot === undefined) {
        if (isOpen(name)) unknownNames = true;
        else if (rest === false) problems = collect(problems, [unknown(name, object, slots)], name);
        continue;
      }
      // The API server takes null for an optional field as its absence.
      if (member === null && !slot.required) continue;
      slot.check ??= compile(slot.schema);
      const found = slot.check(member);
      if (found !== undefined) problems = collect(problems, found, name);
      else if (member === null && isMissing(slot, slots.get(name))) problems = add(problems, 'missing', missing(name));
    }
    if (unknownNames) return problems;
    for (const name of required) {
      if (object[name] === undefined) problems = add(problems, 'missing', missing(name));
    }
    if (size < minProperties) problems = add(problems, 'range', `has fewer than ${minProperties} fields`);
    if (size > maxProperties) problems = add(problems, 'range', `has more than ${maxProperties} fields`);
    return problems;
  };
}

/** Whether null is as good as nothing: a definition that is null stands for none, and a field's own null for itself. */
function isMissing(slot: Slot, field: Slot | undefined): boolean {
  return slot === field && typeof slot.schema === 'object' && slot.schema.$ref !== undefined;
}

function missing(name: string): string {
  return `missing field "${name}"`;
}

function add(problems: Problem[] = [], keyword: Problem['keyword'], message: string): Problem[] {
  problems.push({ path: [], keyword, message });
  return problems;
}

/** Names are listed where they are few; a hint of thirty is none. */
const FEW = 8;

function unknown(name: string, object: JsonObject, slots: ReadonlyMap<string, Slot>): Problem {
  const left = [...slots.keys()].filter((known) => object[known] === undefined);
  const meant = didYouMean(name, left) ?? didYouMean(name, slots.keys());
  const listed = left.length > 0 && left.length <= FEW ? `there are: ${left.sort().join(', ')}` : undefined;
  const hint = meant === undefined ? listed : `did you mean "${meant}"?`;
  return { path: [], keyword: 'unknown', message: `unknown field "${name}"`, ...(hint === undefined ? {} : { hint }) };
}

/** The check of a list: its items, its size, and items that Kubernetes merges into one. */
export function checkArray(schema: ObjectSchema, compile: Compile): Check {
  const { items = true, minItems = 0, maxItems = Number.POSITIVE_INFINITY } = schema;
  const keyOf = keyOfItem(schema);
  let check: Check | undefined;
  return (value) => {
    const list = value as readonly Json[];
    let problems: Problem[] | undefined;
    if (list.length < minItems) problems = problem(value, 'range', `has fewer than ${minItems} items`);
    if (list.length > maxItems) problems = problem(value, 'range', `has more than ${maxItems} items`);
    if (list.length > 0) check ??= compile(items);
    for (let index = 0; index < list.length; index++) {
      const item = list[index];
      const found = item === undefined ? undefined : (check as Check)(item);
      if (found !== undefined) problems = collect(problems, found, index);
    }
    return keyOf === undefined || list.length < 2 ? problems : findTwins(list, keyOf, problems);
  };
}

function findTwins(list: readonly Json[], keyOf: (item: Json) => string | undefined, problems?: Problem[]) {
  const seen = new Map<string, number>();
  let all = problems;
  for (const [index, item] of list.entries()) {
    const key = keyOf(item);
    if (key === undefined) continue;
    const first = seen.get(key);
    if (first === undefined) seen.set(key, index);
    else
      all = collect(all, [{ path: [], keyword: 'rule', message: `is there twice: item ${first} is the same` }], index);
  }
  return all;
}

/** What the API server takes a missing key to be, in every list that has it. */
const KEY_DEFAULTS: Readonly<Record<string, string>> = { protocol: 'TCP' };

/** What makes an item unique; undefined where a list may repeat itself. */
function keyOfItem(schema: ObjectSchema): ((item: Json) => string | undefined) | undefined {
  const keys = schema['x-kubernetes-list-map-keys'] ?? [];
  if (schema['x-kubernetes-list-type'] === 'map' && keys.length > 0) {
    return (item) => {
      if (typeof item !== 'object' || item === null || Array.isArray(item)) return undefined;
      const parts = keys.map((key) => (item as JsonObject)[key] ?? KEY_DEFAULTS[key]);
      return parts.some((part) => part === undefined || isOpen(part)) ? undefined : JSON.stringify(parts);
    };
  }
  if (schema['x-kubernetes-list-type'] === 'set' || schema.uniqueItems === true) {
    return (item) => (isOpen(item) ? undefined : JSON.stringify(item));
  }
  return undefined;
}
