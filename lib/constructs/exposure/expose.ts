import { displayVariables } from '../../flux/substitution.js';
import { hostname, port } from '../format.js';
import type { Unit } from '../unit.js';

export interface ExposeProps {
  /** Service in the unit's namespace. */
  readonly service: string;
  readonly port: number;
  /** Host name, or its first label under the cluster's domain. @default the Service's name */
  readonly host?: string;
  readonly annotations?: Readonly<Record<string, string>>;
}

/** HTTPS for any Service in one line, the cluster's own way: host, certificate, record and route (S3-61). */
export function autoHttps(unit: Unit, { service, port: number, host, annotations = {} }: ExposeProps): string {
  const { cluster } = unit;
  const fullHost = cluster.host(host ?? service);
  unit.expect(hostname, `host of ${service} (${displayVariables(fullHost)})`, fullHost);
  unit.expect(port, `port of ${service}`, number);
  cluster.settings.exposure.expose(unit, { name: service, host: fullHost, service, port: number, annotations });
  return fullHost;
}
