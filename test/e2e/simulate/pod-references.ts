import { field, mapsOf } from '../../../lib/flux/kustomize/built.js';
import type { JsonObject } from '../../../lib/model/json.js';

/** A Secret or ConfigMap that a pod cannot start without. */
export interface PodReference {
  readonly kind: 'Secret' | 'ConfigMap';
  readonly name: string;
  /** @default the whole of it */
  readonly key?: string;
}

/** Every Secret and ConfigMap, with its keys, that the kubelet looks for before it starts a pod of this template. */
export function podReferences(spec: unknown): PodReference[] {
  const found: PodReference[] = [];
  const add = (kind: PodReference['kind'], ref: unknown, key?: unknown) => {
    const name = field(ref, 'name') ?? field(ref, 'secretName');
    if (typeof name !== 'string' || field(ref, 'optional') === true) return;
    found.push({ kind, name, ...(typeof key === 'string' ? { key } : {}) });
  };
  const whole = (kind: PodReference['kind'], ref: unknown) => {
    if (ref === undefined) return;
    const items = mapsOf(field(ref, 'items'));
    if (items.length === 0) add(kind, ref);
    for (const { key } of items) add(kind, ref, key);
  };
  for (const volume of mapsOf(field(spec, 'volumes'))) {
    for (const source of [volume, ...mapsOf(field(volume, 'projected', 'sources'))]) {
      whole('Secret', source.secret);
      whole('ConfigMap', source.configMap);
    }
  }
  const containers = [...mapsOf(field(spec, 'initContainers')), ...mapsOf(field(spec, 'containers'))];
  for (const { env, envFrom } of containers) {
    for (const { secretRef, configMapRef } of mapsOf(envFrom)) {
      if (secretRef !== undefined) add('Secret', secretRef);
      if (configMapRef !== undefined) add('ConfigMap', configMapRef);
    }
    for (const { valueFrom } of mapsOf(env)) {
      for (const [kind, name] of [
        ['Secret', 'secretKeyRef'],
        ['ConfigMap', 'configMapKeyRef'],
      ] as const) {
        const ref = field(valueFrom, name);
        if (ref !== undefined) add(kind, ref, field(ref as JsonObject, 'key'));
      }
    }
  }
  return found;
}
