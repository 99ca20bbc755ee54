import type { Json } from '../../../model/json.js';
import { decline } from './declined.js';

/** Adds an entry to a map; a key that comes twice, or is no ordinary one, is declined. */
export function addEntry(map: Record<string, Json>, key: string, value: Json): void {
  if (key === '__proto__' || Object.hasOwn(map, key)) decline();
  map[key] = value;
}
