import type { Json, JsonObject } from '../../model/json.js';
import { isMap } from '../kustomize/built.js';
import { UNKNOWN } from './unknown.js';

/** True for what SOPS sealed. */
export function isSealed(object: JsonObject): boolean {
  return isMap(object.sops) && 'mac' in object.sops;
}

/** A sealed object as the cluster gets it: without SOPS' own part, and sealed values as unknown ones. */
export function unsealed({ sops: _, ...object }: JsonObject): JsonObject {
  return masked(object) as JsonObject;
}

function masked(value: Json | undefined): Json | undefined {
  if (typeof value === 'string') return value.startsWith('ENC[AES256_GCM,') ? UNKNOWN : value;
  if (Array.isArray(value)) return value.map((item: Json) => masked(item) as Json);
  if (!isMap(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, member]) => [key, masked(member)]));
}
