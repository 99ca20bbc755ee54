import type { Construct } from 'constructs';
import { displayVariables } from '../../flux/substitution.js';
import type { Access } from '../../model/access.js';
import { by } from '../../model/code-unit-order.js';
import { hostname } from '../format.js';
import { PerCluster } from '../per-cluster.js';
import type { Exposure, WebRoute } from '../strategies.js';
import { type Unit, unitOf } from '../unit.js';
import { ciliumGatewayAddress, type GatewayRef } from './gateway-api.js';

/** A rule of the tunnel's config: the first that matches wins (https://developers.cloudflare.com/cloudflare-one/). */
export interface TunnelRule {
  /** May start with `*.`, which then matches any depth. */
  readonly hostname: string;
  /** Regular expression of the paths that it is for. @default all */
  readonly path?: string;
  /** `http://service.namespace.svc.cluster.local:port` */
  readonly service: string;
}

/** A Service to be reached through the tunnel. */
export interface TunnelRoute extends Pick<WebRoute, 'host' | 'service' | 'port'> {
  /** Who may use it. @default undeclared, which is a finding */
  readonly access?: Access;
}

/** The rule that cloudflared insists on: no host, at the end (trap 5). */
export interface CatchAll {
  readonly service: string;
}

/** Apps that a robot adds to the tree, whose hosts the charts do not know. */
export interface DynamicApps {
  /** What their hosts end with, such as `apps.example.org`. */
  readonly domain: string;
  /** A Gateway of Cilium's that their HTTPRoutes attach to. */
  readonly gateway: GatewayRef;
  /** Who may use the apps. @default undeclared, which is a finding */
  readonly access?: Access;
  /**
   * `wildcard`: one rule and one record for the whole domain (S1-26). `perHost`, where wildcards are not to be had:
   * hosts without a rule go to the Gateway, and each HTTPRoute gets a record of its own from external-dns (S1-27).
   * @default 'wildcard'
   */
  readonly routing?: 'wildcard' | 'perHost';
}

export interface CloudflareTunnelOptions {
  /** Tunnel id: records point at `<id>.cfargotunnel.com` (trap 9). */
  readonly tunnelId: string;
  /** Namespace of cloudflared, which NetworkPolicies let in. @default 'network' */
  readonly namespace?: string;
  /** @default none */
  readonly dynamicApps?: DynamicApps;
}

/**
 * HTTP through a Cloudflare tunnel: each app adds a route to the tunnel's config and a record for its host. TLS ends at
 * Cloudflare's edge.
 */
export class CloudflareTunnel implements Exposure {
  readonly name = 'cloudflare-tunnel';
  readonly from: Exposure['from'];
  readonly tunnelId: string;
  /** What every record points at. */
  readonly target: string;
  readonly dynamicApps: DynamicApps | undefined;
  private readonly added = new PerCluster<TunnelRule[]>(() => []);
  /** Rules that keep a path of a host back. */
  private readonly hidden = new PerCluster<TunnelRule[]>(() => []);

  constructor(options: CloudflareTunnelOptions) {
    const { tunnelId, namespace = 'network', dynamicApps } = options;
    this.tunnelId = tunnelId;
    this.target = `${tunnelId}.cfargotunnel.com`;
    this.dynamicApps = dynamicApps;
    this.from = { namespace, podLabels: { 'app.kubernetes.io/name': 'cloudflared' } };
  }

  /** Host of the wildcard rule and record; undefined where every host has its own. */
  get wildcard(): string | undefined {
    if (this.dynamicApps === undefined || this.recordsFromRoutes) return undefined;
    return `*.${this.dynamicApps.domain}`;
  }

  /** Whether records have to be made from HTTPRoutes. */
  get recordsFromRoutes(): boolean {
    return this.dynamicApps?.routing === 'perHost';
  }

  expose(scope: Construct, { name, host, service, port, privatePaths }: WebRoute): void {
    const unit: Unit = unitOf(scope);
    for (const path of privatePaths)
      this.hidden.of(unit.cluster).push({ hostname: host, path: exactly(path), ...NOT_FOUND });
    this.addRule(unit, host, service, port);
    unit.cluster.settings.dns.alias(scope, { name: `${name}-dns`, host, target: this.target });
  }

  /** Exposes a Service of the unit without a record, for hosts whose record stands elsewhere; gives the full host. */
  route(unit: Unit, { host: name, service, port, access }: TunnelRoute): string {
    const host = unit.cluster.host(name);
    unit.expect(hostname, `tunnel host (${displayVariables(host)})`, host);
    const target = `${service}.${unit.namespace}:${port}`;
    unit.cluster.hosts.push({ host, unit: unit.name, target, ...(access === undefined ? {} : { access }) });
    this.addRule(unit, host, service, port);
    return host;
  }

  private addRule(unit: Unit, host: string, service: string, port: number): void {
    const { cluster } = unit;
    const rules = this.added.of(cluster);
    if (rules.some((rule) => cluster.fill(rule.hostname) === cluster.fill(host))) {
      unit.report({
        code: 'VALUE_INVALID',
        field: 'host',
        message: `the tunnel has a rule for ${displayVariables(host)} already, and only the first one counts`,
        hint: 'give each app a host of its own',
      });
    }
    rules.push({ hostname: host, service: `http://${service}.${unit.namespace}.svc.cluster.local:${port}` });
  }

  /**
   * The tunnel's rules: specific hosts in order of name, wildcards (`~` sorts last) after them, the catch-all at the
   * end (S1-05, S1-26). Complete once every unit is declared.
   */
  rules(unit: Unit): readonly (TunnelRule | CatchAll)[] {
    const { cluster } = unit;
    // The sort is stable: what keeps a path back stays before its host's own rule.
    const added = [...this.hidden.of(cluster), ...this.added.of(cluster)].sort(
      by(({ hostname }) => cluster.fill(hostname).replace(/^\*/, '~')),
    );
    const gateway = this.dynamicApps === undefined ? undefined : ciliumGatewayAddress(this.dynamicApps.gateway);
    if (gateway === undefined) return [...added, NOT_FOUND];
    if (this.wildcard === undefined) return [...added, { service: gateway }];
    return [...added, { hostname: this.wildcard, service: gateway }, NOT_FOUND];
  }
}

/** HTTP through a Cloudflare tunnel. */
export function cloudflareTunnel(options: CloudflareTunnelOptions): CloudflareTunnel {
  return new CloudflareTunnel(options);
}

/** Matches one path, and what follows it after a slash. */
function exactly(path: string): string {
  return `^${path.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')}(/|$)`;
}

const NOT_FOUND: CatchAll = { service: 'http_status:404' };
