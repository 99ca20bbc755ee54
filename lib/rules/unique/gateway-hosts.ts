import { field, mapsOf, textsOf } from '../../flux/kustomize/built.js';
import type { AppliedObject, JsonPath, TreeView } from '../../flux/tree/view.js';
import type { Json, JsonObject } from '../../model/json.js';
import type { HostClaim } from './host-claims.js';

export const GATEWAY_GROUP = 'gateway.networking.k8s.io';
const ROUTES = ['HTTPRoute', 'GRPCRoute', 'TLSRoute'] as const;

/** Hosts of routes of the Gateway API, once for each Gateway that they attach to. */
export function* gatewayRouteHosts({ index }: TreeView): Generator<HostClaim> {
  for (const kind of ROUTES) {
    for (const at of index.ofKind(GATEWAY_GROUP, kind)) {
      const hosts = textsOf(field(at.object, 'spec', 'hostnames'));
      const rules = mapsOf(field(at.object, 'spec', 'rules'));
      for (const [number, host] of hosts.entries()) {
        for (const parent of parentsOf(at)) {
          const common = { host, layer: 'route', ...parent, at, path: ['spec', 'hostnames', number] } as const;
          for (const rule of rules) yield* ofRule(common, rule, kind, at.id.namespace ?? '');
        }
      }
    }
  }
}

function* ofRule(
  common: Omit<HostClaim, 'match' | 'backend'>,
  rule: JsonObject,
  kind: string,
  namespace: string,
): Generator<HostClaim> {
  const backends = mapsOf(rule.backendRefs).map((ref) => `${ref.namespace ?? namespace}/${ref.name}:${ref.port}`);
  const backend = backends.length === 0 ? undefined : backends.sort().join(' ');
  const matches = mapsOf(rule.matches);
  for (const match of matches.length === 0 ? [{}] : matches) {
    yield { ...common, match: matchText(kind, match), backend };
  }
}

/** `/ Prefix`, as an Ingress for the same requests has it. */
function matchText(kind: string, { path, ...others }: JsonObject): string {
  const value = field(path, 'value') ?? '/';
  const type = String(field(path, 'type') ?? 'PathPrefix').replace('PathPrefix', 'Prefix');
  const rest = Object.keys(others).length === 0 ? '' : ` ${JSON.stringify(others)}`;
  return kind === 'HTTPRoute' ? `${value} ${type}${rest}` : `${kind} ${value} ${type}${rest}`;
}

function parentsOf({ object, id }: AppliedObject): Pick<HostClaim, 'system' | 'entries'>[] {
  return mapsOf(field(object, 'spec', 'parentRefs')).map(({ name, namespace = id.namespace ?? '', ...at }) => {
    const entry = at.sectionName ?? at.port;
    return { system: `gateway ${namespace}/${name}`, ...(entry === undefined ? {} : { entries: [String(entry)] }) };
  });
}

/** Hosts that two Gateways of one class listen for on the same port. A wildcard is no host, but a rest. */
export function* listenerHosts({ index, settings: { declared } }: TreeView): Generator<HostClaim> {
  for (const at of index.ofKind(GATEWAY_GROUP, 'Gateway')) {
    const className = String(field(at.object, 'spec', 'gatewayClassName') ?? '');
    // Most controllers give each Gateway an address of its own. Where not all is declared, one inside and one outside of
    // the same host are on purpose.
    const system = declared ? `class ${className}` : `gateway ${at.id.namespace}/${at.id.name}`;
    for (const [number, listener] of mapsOf(field(at.object, 'spec', 'listeners')).entries()) {
      const { hostname, port, protocol } = listener;
      if (typeof hostname !== 'string' || hostname.startsWith('*')) continue;
      const match = `${port as Json} ${protocol as Json}`;
      const path: JsonPath = ['spec', 'listeners', number, 'hostname'];
      yield { host: hostname, match, layer: 'listener', system, backend: at.id.name, at, path };
    }
  }
}
