import type { Construct } from 'constructs';
import type { Exposure, WebRoute } from '../strategies.js';
import { type Unit, unitOf } from '../unit.js';

/** A rule of the tunnel's config: the first that matches wins (https://developers.cloudflare.com/cloudflare-one/). */
export interface TunnelRoute {
  /** May start with `*.`, which then matches any depth. */
  readonly hostname: string;
  /** `http://service.namespace.svc.cluster.local:port` */
  readonly service: string;
}

export interface CloudflareTunnelOptions {
  /** Tunnel id: records point at `<id>.cfargotunnel.com` (trap 9). */
  readonly tunnelId: string;
  /** Namespace of cloudflared, which NetworkPolicies let in. @default 'network' */
  readonly namespace?: string;
}

/**
 * HTTP through a Cloudflare tunnel: each app adds a route to the tunnel's config and a record for its host. TLS ends at
 * Cloudflare's edge.
 */
export class CloudflareTunnel implements Exposure {
  readonly name = 'cloudflare-tunnel';
  readonly from: Exposure['from'];
  readonly target: string;

  constructor(options: CloudflareTunnelOptions) {
    const { tunnelId, namespace = 'network' } = options;
    this.target = `${tunnelId}.cfargotunnel.com`;
    this.from = { namespace, podLabels: { 'app.kubernetes.io/name': 'cloudflared' } };
  }

  expose(scope: Construct, route: WebRoute): void {
    const unit: Unit = unitOf(scope);
    const service = `http://${route.service}.${unit.namespace}.svc.cluster.local:${route.port}`;
    this.addRoute(unit, { hostname: route.host, service });
    unit.cluster.settings.dns.alias(scope, { name: `${route.name}-dns`, host: route.host, target: this.target });
  }

  /** Adds a rule without a record, for hosts whose record is somebody else's. */
  addRoute(unit: Unit, route: TunnelRoute): void {
    tunnelRoutes(unit).push(route);
  }

  /**
   * The tunnel's rules: specific hosts in order of name, wildcards after them, and the catch-all last that cloudflared
   * insists on (trap 5). Complete once every unit is declared.
   */
  routes(unit: Unit): readonly (TunnelRoute | { readonly service: string })[] {
    const wildcard = ({ hostname }: TunnelRoute) => Number(hostname.startsWith('*.'));
    const sorted = [...tunnelRoutes(unit)].sort(
      (a, b) => wildcard(a) - wildcard(b) || (a.hostname < b.hostname ? -1 : a.hostname > b.hostname ? 1 : 0),
    );
    return [...sorted, { service: 'http_status:404' }];
  }
}

/** HTTP through a Cloudflare tunnel. */
export function cloudflareTunnel(options: CloudflareTunnelOptions): CloudflareTunnel {
  return new CloudflareTunnel(options);
}

const ROUTES = new WeakMap<object, TunnelRoute[]>();

/** Routes belong to one declaration of a cluster, while the strategy object outlives it. */
function tunnelRoutes(unit: Unit): TunnelRoute[] {
  const known = ROUTES.get(unit.cluster) ?? [];
  ROUTES.set(unit.cluster, known);
  return known;
}
