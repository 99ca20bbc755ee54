import type { Json, JsonObject } from '../model/json.js';
import { escapeForSubstitution } from './substitution.js';

/**
 * An object with every string as it stands in the tree: escaped where Flux substitutes, untouched elsewhere. A
 * unit that uses no variable holds none, so its objects are final as they are.
 */
export function finalObject(object: JsonObject, substitutes: boolean): JsonObject {
  return substitutes ? (finalValue(object) as JsonObject) : object;
}

/** One text as it stands in the tree. */
export function finalString(text: string, substitutes: boolean): string {
  return substitutes ? escapeForSubstitution(text) : text;
}

function finalValue(value: Json | undefined): Json | undefined {
  if (typeof value === 'string') return escapeForSubstitution(value);
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map((item) => finalValue(item) as Json);
  const result: Record<string, Json | undefined> = {};
  for (const [key, member] of Object.entries(value)) {
    result[escapeForSubstitution(key)] = finalValue(member);
  }
  return result;
}
