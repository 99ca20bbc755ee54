import type { Json, JsonObject } from '../../model/json.js';
import type { KubeObject } from '../../model/manifest.js';

/** Kinds whose pods live on when a Secret changes. Those of Jobs and PodTemplates are new at each run. */
const KEEPS_PODS = new Set(['Deployment', 'StatefulSet', 'DaemonSet', 'ReplicaSet', 'Pod', 'HelmRelease']);

/** Whether an object has pods that run on and keep what they read when they started. */
export function keepsPods({ kind }: KubeObject): boolean {
  return KEEPS_PODS.has(kind);
}

/** What makes an object's pods start anew when a Secret of its namespace changes; undefined when nothing does. */
export function restartOnChange(object: KubeObject, secret: string): 'checksum' | 'reloader' | undefined {
  if (!keepsPods(object)) return undefined;
  const annotations = annotationsIn(object);
  // lib/constructs/app/checksum.ts writes it into the pod template, synth fills in the ciphertext's digest.
  if (annotations.some((map) => map[`checksum/${secret}`] !== undefined)) return 'checksum';
  return annotations.some((map) => reloads(map, secret)) ? 'reloader' : undefined;
}

function reloads(annotations: JsonObject, secret: string): boolean {
  const everything = ['reloader.stakater.com/auto', 'secret.reloader.stakater.com/auto'];
  if (everything.some((name) => annotations[name] === 'true')) return true;
  const named = annotations['secret.reloader.stakater.com/reload'];
  return typeof named === 'string' && named.split(',').some((name) => name.trim() === secret);
}

/** Every map of annotations in an object: its own, its pod template's, those in a chart's values. */
function annotationsIn(value: Json | undefined, key = '', found: JsonObject[] = []): readonly JsonObject[] {
  if (typeof value !== 'object' || value === null) return found;
  if (!Array.isArray(value) && /annotations$/i.test(key)) found.push(value as JsonObject);
  for (const [name, member] of Object.entries(value)) {
    if (typeof member === 'object') annotationsIn(member, name, found);
  }
  return found;
}
