import type { JsonObject } from '../../model/json.js';
import { apiGroup } from '../../model/manifest.js';
import { POD_TEMPLATES } from '../../model/pods.js';
import { at, isMap, Place, type Subject } from './read.js';

/** An object, with what every topic asks of it. */
export function subjectOf(object: JsonObject): Subject {
  const id = `${apiGroup(String(object.apiVersion))}/${String(object.kind)}`;
  const root = new Place(object);
  const steps = POD_TEMPLATES[id];
  const place = steps === undefined ? undefined : at(root, ...steps);
  return { id, root, template: place !== undefined && isMap(place.value) ? place : undefined };
}
