import { field, mapsOf } from '../../flux/kustomize/built.js';
import { textAt } from '../../flux/presence/facts.js';
import { presence } from '../../flux/presence/presence.js';
import { isUnknown } from '../../flux/tree/unknown.js';
import type { AppliedObject, JsonPath, TreeFinding, TreeView } from '../../flux/tree/view.js';
import type { JsonObject } from '../../model/json.js';
import type { TreeRule } from '../tree-rule.js';
import { type Listener, listenersFor } from './gateway-listeners.js';
import { missingObject } from './missing-object.js';
import { GATEWAY_GROUP, ROUTES } from './route-backends.js';

/** Gateways and listeners that routes hang on, and the class of a Gateway. */
export const gatewayReference: TreeRule = {
  name: 'gateway-reference',
  severity: 'error',
  description:
    'A route hangs on a Gateway or listener that is not there, does not let its namespace in, or has another ' +
    'hostname: it is accepted by nobody, and the host answers 404.',
  remediation: 'correct parentRefs or hostnames, or let the listener take routes of this namespace (allowedRoutes)',
  sources: ['S1-26', 'S1-27', 'VERIFIED: Gateway API'],
  *check(view) {
    for (const at of view.index.ofKind(GATEWAY_GROUP, 'Gateway')) {
      const name = textAt(at.object, 'spec', 'gatewayClassName');
      const target = { group: GATEWAY_GROUP, kind: 'GatewayClass', name: name ?? '' };
      if (name !== undefined) yield* missingObject(view, { at, path: ['spec', 'gatewayClassName'], target });
    }
    for (const kind of ROUTES) {
      for (const at of view.index.ofKind(GATEWAY_GROUP, kind)) {
        for (const [index, ref] of mapsOf(field(at.object, 'spec', 'parentRefs')).entries()) {
          yield* parent(view, at, ref, ['spec', 'parentRefs', index]);
        }
      }
    }
  },
};

function* parent(view: TreeView, at: AppliedObject, ref: JsonObject, path: JsonPath): Iterable<TreeFinding> {
  const { group = GATEWAY_GROUP, kind = 'Gateway', name, namespace = at.id.namespace ?? '' } = ref;
  if (group !== GATEWAY_GROUP || kind !== 'Gateway' || typeof name !== 'string' || typeof namespace !== 'string')
    return;
  const target = { group: GATEWAY_GROUP, kind: 'Gateway', namespace, name };
  yield* missingObject(view, { at, path: [...path, 'name'], target });
  const gateway = presence(view).get(target)?.object;
  if (gateway === undefined || isUnknown(ref.sectionName)) return;
  const { named, open, meeting } = listenersFor(view, gateway, at, ref);
  const shown = `Gateway ${namespace}/${name}`;
  if (named.length === 0) {
    const wanted = ref.sectionName === undefined ? `port ${ref.port}` : `"${ref.sectionName}"`;
    const field = ref.sectionName === undefined ? 'port' : 'sectionName';
    const hint = `its listeners are ${allListeners(gateway)}`;
    yield { at, path: [...path, field], message: `${shown} has no listener ${wanted}`, hint };
  } else if (open.length === 0) {
    yield { at, path, message: `no listener of ${shown} takes a ${at.id.kind} of namespace ${at.id.namespace}` };
  } else yield* hostsOutside(at, open, meeting, shown);
}

function* hostsOutside(
  at: AppliedObject,
  open: readonly Listener[],
  meeting: (host: string) => boolean,
  shown: string,
): Iterable<TreeFinding> {
  const hosts = field(at.object, 'spec', 'hostnames');
  for (const [index, host] of (Array.isArray(hosts) ? hosts : []).entries()) {
    if (typeof host !== 'string' || meeting(host)) continue;
    const hint = `its listeners take ${open.map(({ hostname }) => hostname ?? 'every host').join(', ')}`;
    yield { at, path: ['spec', 'hostnames', index], message: `"${host}" is outside of what ${shown} takes`, hint };
  }
}

function allListeners(gateway: AppliedObject): string {
  const all = mapsOf(field(gateway.object, 'spec', 'listeners'));
  return all.map(({ name, port }) => `${name} (${port})`).join(', ');
}
