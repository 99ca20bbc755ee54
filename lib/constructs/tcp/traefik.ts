import type { Construct } from 'constructs';
import { IngressRouteTCP } from '../../../imports/traefik.io.js';
import type { JsonObject } from '../../model/json.js';
import { PerCluster } from '../per-cluster.js';
import type { TcpExposure, TcpRoute } from '../strategies.js';
import { type Unit, unitOf } from '../unit.js';

export interface TraefikTcpOptions {
  /** Ports that Traefik opens beside 80 and 443, by the name of their entry point: `{ postgresql: 5432 }` (S2-22). */
  readonly entryPoints: Readonly<Record<string, number>>;
  /**
   * Traefik terminates TLS with the cluster's certificate for the host. Clients then have to speak TLS and name the host
   * (SNI), and one entry point can serve several hosts. PostgreSQL clients need `sslmode=require`.
   * @default false: plain TCP, so one Service for each entry point
   */
  readonly tls?: boolean;
}

/** TCP through entry points of Traefik: an IngressRouteTCP beside the app (X-02, S2-30, S2-34). */
export class TraefikTcp implements TcpExposure {
  readonly name = 'traefik';
  readonly entryPoints: Readonly<Record<string, number>>;
  readonly tls: boolean;
  private readonly known = new PerCluster<{ opener?: Unit; taken: Map<string, string> }>(() => ({ taken: new Map() }));

  constructor({ entryPoints, tls = false }: TraefikTcpOptions) {
    this.entryPoints = entryPoints;
    this.tls = tls;
  }

  /** Values of Traefik's chart that open the ports, on the Service too: a port that is not exposed is closed (trap 42). */
  openPorts(unit: Unit): JsonObject {
    this.known.of(unit.cluster).opener = unit;
    const ports = Object.entries(this.entryPoints).map(([name, port]) => [
      name,
      { port, exposedPort: port, protocol: 'TCP', expose: { default: true } },
    ]);
    return { ports: Object.fromEntries(ports) };
  }

  expose(scope: Construct, { name, host, service, port }: TcpRoute): void {
    const unit = unitOf(scope);
    const entryPoint = Object.entries(this.entryPoints).find(([, opened]) => opened === port)?.[0];
    if (entryPoint === undefined) {
      unit.report({
        code: 'VALUE_INVALID',
        field: `port of ${service}`,
        message: `Traefik has no entry point on ${port}`,
        hint: `add one to traefikTcp({ entryPoints }); it has ${Object.keys(this.entryPoints).join(', ') || 'none'}`,
      });
      return;
    }
    const { cluster } = unit;
    cluster.whenDeclared(() => unit.needs(this.known.of(cluster).opener));
    this.claim(unit, entryPoint, service);
    const certificate = this.certificate(scope, name, host);
    new IngressRouteTCP(scope, 'ingress-route-tcp', {
      metadata: { name },
      spec: {
        entryPoints: [entryPoint],
        // Plain TCP names no host: only the wildcard matches it (trap 40).
        routes: [
          { match: `HostSNI(\`${certificate === undefined ? '*' : host}\`)`, services: [{ name: service, port }] },
        ],
        ...(certificate === undefined ? {} : { tls: { secretName: certificate.secretName } }),
      },
    });
  }

  /** Plain TCP names no host, so that one entry point leads to one Service. */
  private claim(unit: Unit, entryPoint: string, service: string): void {
    const { taken } = this.known.of(unit.cluster);
    const other = taken.get(entryPoint);
    taken.set(entryPoint, other ?? `${unit.name}/${service}`);
    if (this.tls || other === undefined) return;
    unit.report({
      code: 'VALUE_INVALID',
      field: `port of ${service}`,
      message: `entry point "${entryPoint}" leads to ${other} already, and plain TCP cannot tell two apart`,
      hint: 'give it another port, or traefikTcp({ tls: true }), where the host tells',
    });
  }

  private certificate(scope: Construct, name: string, host: string) {
    if (!this.tls) return undefined;
    const unit = unitOf(scope);
    const certificate = unit.cluster.settings.tls.certificate(scope, { name, host, annotated: false });
    if (certificate === undefined) {
      unit.report({
        code: 'SETTING_INVALID',
        field: 'tls',
        message: `TCP with TLS needs a certificate for ${host}, and the cluster's tls strategy gives none`,
        hint: 'tls: certManager({ issuer }), or traefikTcp without tls',
      });
    }
    return certificate;
  }
}

/** TCP through entry points of Traefik. */
export function traefikTcp(options: TraefikTcpOptions): TraefikTcp {
  return new TraefikTcp(options);
}
