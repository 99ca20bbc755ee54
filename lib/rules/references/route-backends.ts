import { field, mapsOf } from '../../flux/kustomize/built.js';
import type { AppliedObject, JsonPath, TreeView } from '../../flux/tree/view.js';
import type { JsonObject } from '../../model/json.js';
import type { ServiceMention } from './service-mention.js';

export const GATEWAY_GROUP = 'gateway.networking.k8s.io';
export const ROUTES = ['HTTPRoute', 'GRPCRoute', 'TCPRoute', 'TLSRoute', 'UDPRoute'] as const;

/** Services that routes of the Gateway API send to, mirrors too. */
export function* routeServices({ index }: TreeView): Iterable<ServiceMention> {
  for (const kind of ROUTES) {
    for (const at of index.ofKind(GATEWAY_GROUP, kind)) {
      for (const [rule, { backendRefs, filters }] of mapsOf(field(at.object, 'spec', 'rules')).entries()) {
        const path = ['spec', 'rules', rule];
        for (const [place, ref] of mapsOf(backendRefs).entries())
          yield* backend(at, ref, [...path, 'backendRefs', place]);
        for (const [place, filter] of mapsOf(filters).entries()) {
          const ref = field(filter, 'requestMirror', 'backendRef');
          yield* backend(at, ref as JsonObject | undefined, [...path, 'filters', place, 'requestMirror', 'backendRef']);
        }
      }
    }
  }
}

function* backend(at: AppliedObject, ref: JsonObject | undefined, path: JsonPath): Iterable<ServiceMention> {
  const { group = '', kind = 'Service', name, namespace = at.id.namespace ?? '', port } = ref ?? {};
  if (group !== '' || kind !== 'Service' || typeof name !== 'string' || typeof namespace !== 'string') return;
  const known = typeof port === 'number' ? { port, portPath: [...path, 'port'] } : {};
  yield { at, path: [...path, 'name'], namespace, name, ...known };
}
