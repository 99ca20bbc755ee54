import type { JsonObject } from '../../model/json.js';
import { field, isMap, mapsOf } from '../kustomize/built.js';

/** Keys of a Secret or ConfigMap as it is written; Kubernetes adds those of a token. */
export function keysOf(object: JsonObject): string[] {
  const keys = ['data', 'stringData', 'binaryData'].flatMap((part) => keysIn(object[part]));
  return object.type === 'kubernetes.io/service-account-token' ? [...keys, 'token', 'ca.crt', 'namespace'] : keys;
}

/** Names and numbers of a Service's ports. */
export function portsOf(service: JsonObject): (string | number)[] {
  return mapsOf(field(service, 'spec', 'ports'))
    .flatMap(({ name, port }) => [name, port])
    .filter((port): port is string | number => typeof port === 'string' || typeof port === 'number');
}

/** Keys of a map; none of anything else. */
export function keysIn(value: unknown): string[] {
  return isMap(value) ? Object.keys(value) : [];
}

/** A field that should be text. */
export function textAt(value: unknown, ...names: readonly string[]): string | undefined {
  const found = field(value, ...names);
  return typeof found === 'string' && found !== '' ? found : undefined;
}
