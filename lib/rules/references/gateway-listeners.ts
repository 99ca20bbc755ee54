import { field, mapsOf } from '../../flux/kustomize/built.js';
import { hostsMeet } from '../../flux/network/hostname.js';
import { textAt } from '../../flux/presence/facts.js';
import { selectNamespaces } from '../../flux/presence/namespaces.js';
import { isUnknown } from '../../flux/tree/unknown.js';
import type { AppliedObject, TreeView } from '../../flux/tree/view.js';
import type { JsonObject } from '../../model/json.js';

/** A listener of a Gateway. */
export interface Listener {
  readonly name: string;
  readonly hostname?: string;
}

/** Listeners that a route may hang on. */
export interface RouteListeners {
  /** Those that the reference names. */
  readonly named: readonly Listener[];
  /** Those of them that take this kind of route of this namespace. */
  readonly open: readonly Listener[];
  /** Whether one of the open ones takes a host. */
  meeting(host: string): boolean;
}

/** Kinds of routes that a listener takes by its protocol, unless it says so itself. */
const BY_PROTOCOL: Readonly<Record<string, readonly string[]>> = {
  HTTP: ['HTTPRoute', 'GRPCRoute'],
  HTTPS: ['HTTPRoute', 'GRPCRoute'],
  TLS: ['TLSRoute', 'TCPRoute'],
  TCP: ['TCPRoute'],
  UDP: ['UDPRoute'],
};

/** The listeners of a Gateway as a route's parent reference sees them. */
export function listenersFor(
  view: TreeView,
  gateway: AppliedObject,
  route: AppliedObject,
  ref: JsonObject,
): RouteListeners {
  const named = mapsOf(field(gateway.object, 'spec', 'listeners')).filter(
    ({ name, port }) =>
      (ref.sectionName === undefined || ref.sectionName === name) && (ref.port === undefined || ref.port === port),
  );
  const open = named.filter((listener) => takesKind(listener, route) && takesNamespace(view, listener, gateway, route));
  const hosts = open.map(({ hostname }) => hostname);
  return {
    named: named.map(asListener),
    open: open.map(asListener),
    meeting: (host) =>
      isUnknown(host) || hosts.some((own) => typeof own !== 'string' || isUnknown(own) || hostsMeet(own, host)),
  };
}

function asListener({ name, hostname }: JsonObject): Listener {
  return { name: String(name), ...(typeof hostname === 'string' ? { hostname } : {}) };
}

function takesKind(listener: JsonObject, { id }: AppliedObject): boolean {
  const kinds = mapsOf(field(listener, 'allowedRoutes', 'kinds')).map(({ kind }) => kind);
  if (kinds.length > 0) return kinds.includes(id.kind);
  return BY_PROTOCOL[String(listener.protocol)]?.includes(id.kind) ?? true;
}

function takesNamespace(view: TreeView, listener: JsonObject, gateway: AppliedObject, { id }: AppliedObject): boolean {
  const from = textAt(listener, 'allowedRoutes', 'namespaces', 'from') ?? 'Same';
  const own = id.namespace ?? '';
  if (from === 'All') return true;
  if (from === 'Same') return own === gateway.id.namespace;
  // Labels of a namespace that somebody else makes are not known.
  if (view.index.get({ group: '', kind: 'Namespace', name: own }) === undefined) return true;
  return selectNamespaces(view, field(listener, 'allowedRoutes', 'namespaces', 'selector')).includes(own);
}
