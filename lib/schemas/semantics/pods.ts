import type { JsonObject } from '../../model/json.js';
import { apiGroup } from '../../model/manifest.js';
import { at, isMap, Place, type Subject } from './read.js';

const TEMPLATES: Readonly<Record<string, readonly string[]>> = {
  '/Pod': [],
  '/PodTemplate': ['template'],
  '/ReplicationController': ['spec', 'template'],
  'apps/Deployment': ['spec', 'template'],
  'apps/StatefulSet': ['spec', 'template'],
  'apps/DaemonSet': ['spec', 'template'],
  'apps/ReplicaSet': ['spec', 'template'],
  'batch/Job': ['spec', 'template'],
  'batch/CronJob': ['spec', 'jobTemplate', 'spec', 'template'],
};

/** An object, with what every topic asks of it. */
export function subjectOf(object: JsonObject): Subject {
  const id = `${apiGroup(String(object.apiVersion))}/${String(object.kind)}`;
  const root = new Place(object);
  const steps = TEMPLATES[id];
  const place = steps === undefined ? undefined : at(root, ...steps);
  return { id, root, template: place !== undefined && isMap(place.value) ? place : undefined };
}

/** Lists of a pod's containers, in the order in which they start. */
export const CONTAINER_LISTS = ['initContainers', 'containers', 'ephemeralContainers'] as const;
