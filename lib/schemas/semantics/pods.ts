import type { JsonObject } from '../../model/json.js';
import { apiGroup } from '../../model/manifest.js';
import { at, isMap, type Place } from './read.js';

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

/** `apps/Deployment`: group and kind of an object. */
export function kindId(object: JsonObject): string {
  return `${apiGroup(String(object.apiVersion))}/${String(object.kind)}`;
}

/** The pod that an object of a built-in kind is or makes: metadata and spec; undefined for other kinds. */
export function podTemplate(object: JsonObject): Place | undefined {
  const steps = TEMPLATES[kindId(object)];
  if (steps === undefined) return undefined;
  const place = at({ value: object, path: [] }, ...steps);
  return isMap(place.value) ? place : undefined;
}

/** Lists of a pod's containers, in the order in which they start. */
export const CONTAINER_LISTS = ['initContainers', 'containers', 'ephemeralContainers'] as const;
