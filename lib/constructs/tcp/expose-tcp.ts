import type { Construct } from 'constructs';
import { displayVariables } from '../../flux/substitution.js';
import type { Access } from '../../model/access.js';
import type { TcpHost } from '../../model/cluster.js';
import { hostname, port } from '../format.js';
import { unitOf } from '../unit.js';

export interface ExposeTcpProps {
  /** Service in the unit's namespace. */
  readonly service: string;
  readonly port: number;
  /** Host name, or its first label under the cluster's domain. */
  readonly host: string;
  /** Name of the route's objects, unique within the namespace. @default the Service's name */
  readonly name?: string;
  /** Labels of the pods behind the Service. */
  readonly selector: Readonly<Record<string, string>>;
  /** What clients speak, for checks of the running cluster. @default a check can only connect */
  readonly protocol?: TcpHost['protocol'];
  /** Who may use it from outside. @default undeclared */
  readonly access?: Access;
}

/** Opens a port of a Service to the outside, the cluster's own way, and gives its full host name. */
export function exposeTcp(scope: Construct, props: ExposeTcpProps): string {
  const unit = unitOf(scope);
  const { cluster } = unit;
  const { service, name = service, selector, access, protocol } = props;
  const host = cluster.host(props.host);
  unit.expect(hostname, `host of ${service} (${displayVariables(host)})`, host);
  unit.expect(port, `port of ${service}`, props.port);
  const { tcp } = cluster.settings;
  if (tcp === undefined) {
    unit.report({
      code: 'SETTING_INVALID',
      field: 'tcp',
      message: `${displayVariables(host)} speaks plain TCP, and the cluster names no tcp strategy`,
      hint: 'tcp: traefikTcp({ … }) or loadBalancerTcp() in the cluster’s settings',
    });
    return host;
  }
  const target = `${service}.${unit.namespace}:${props.port}`;
  cluster.hosts.push({
    host,
    unit: unit.name,
    target,
    tcp: { port: props.port, tls: tcp.tls, ...(protocol === undefined ? {} : { protocol }) },
    ...(access === undefined ? {} : { access }),
  });
  tcp.expose(scope, { name, host, service, port: props.port, selector });
  return host;
}
