import type { Construct } from 'constructs';
import { displayVariables } from '../../flux/substitution.js';
import type { Access } from '../../model/access.js';
import { hostname, port } from '../format.js';
import type { WebRoute } from '../strategies.js';
import type { Unit } from '../unit.js';

export interface ExposeProps {
  /** Service in the unit's namespace. */
  readonly service: string;
  readonly port: number;
  /** Name of the route and, with `-tls`, of its certificate's Secret. @default the Service's name */
  readonly name?: string;
  /** Host name, or its first label under the cluster's domain. @default the Service's name */
  readonly host?: string;
  /** Who may use it from outside. @default undeclared: a finding, unless the route shows who asks for a login */
  readonly access?: Access;
  /** Paths below the host that other Services of the unit answer. @default the Service answers all */
  readonly paths?: WebRoute['paths'];
  /** Paths that nobody outside should see, where the cluster's way can keep them back. @default none */
  readonly privatePaths?: readonly string[];
  /** Annotations for the routing object, in the terms of the cluster's controller. @default none */
  readonly annotations?: Readonly<Record<string, string>>;
}

/** HTTPS for any Service in one line, the cluster's own way: host, certificate, record and route (S3-61). */
export function autoHttps(unit: Unit, props: ExposeProps): string {
  return expose(unit, unit, props);
}

/** Exposes a Service with objects below `scope`, and gives its full host name. */
export function expose(scope: Construct, unit: Unit, props: ExposeProps): string {
  const { service, name = service, annotations = {}, privatePaths = [], paths = {} } = props;
  const { cluster } = unit;
  const host = cluster.host(props.host ?? service);
  unit.expect(hostname, `host of ${service} (${displayVariables(host)})`, host);
  unit.expect(port, `port of ${service}`, props.port);
  const { exposure } = cluster.settings;
  if (Object.keys(paths).length > 0 && exposure.routesPaths !== true) {
    unit.report({
      code: 'VALUE_INVALID',
      field: `paths of ${service}`,
      message: `${exposure.name} leads a host to one Service alone`,
      hint: 'put a reverse proxy before the Services, or give each a host of its own',
    });
  }
  const { access } = props;
  const target = `${service}.${unit.namespace}:${props.port}`;
  cluster.hosts.push({ host, unit: unit.name, target, ...(access === undefined ? {} : { access }) });
  exposure.expose(scope, {
    name,
    host,
    service,
    port: props.port,
    paths,
    privatePaths,
    annotations,
  });
  return host;
}
