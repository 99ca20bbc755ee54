import type { Json, JsonObject } from '../model/json.js';
import { displayVariables, escapeForSubstitution } from './substitution.js';

/** An object with every string as it stands in the tree: escaped where Flux substitutes, untouched elsewhere. */
export function finalObject(object: JsonObject, substitutes: boolean): JsonObject {
  return finalValue(object, substitutes) as JsonObject;
}

/** One text as it stands in the tree. */
export function finalString(text: string, substitutes: boolean): string {
  return substitutes ? escapeForSubstitution(text) : displayVariables(text);
}

function finalValue(value: Json | undefined, substitutes: boolean): Json | undefined {
  if (typeof value === 'string') return finalString(value, substitutes);
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map((item) => finalValue(item, substitutes) as Json);
  const result: Record<string, Json | undefined> = {};
  for (const [key, member] of Object.entries(value)) {
    result[finalString(key, substitutes)] = finalValue(member, substitutes);
  }
  return result;
}
