import type { ChartInstall } from '../../flux/helm/chart-installs.js';
import { field, isMap } from '../../flux/kustomize/built.js';
import type { JsonObject } from '../../model/json.js';

/** Ports that an installed ingress controller takes on every node, or asks a load balancer for. */
export interface ControllerPorts {
  readonly host: readonly number[];
  /** Ports of its Service of type LoadBalancer: host ports where ServiceLB serves it. */
  readonly balanced: readonly number[];
}

const NONE: ControllerPorts = { host: [], balanced: [] };

/** Charts of ingress controllers, with what their values say when nobody sets them (S0-26). */
const CONTROLLERS: Readonly<Record<string, (values: JsonObject) => ControllerPorts>> = {
  'ingress-nginx': (values) => {
    const controller = field(values, 'controller');
    const port = (name: 'http' | 'https', usual: number) => number(field(controller, 'hostPort', 'ports', name), usual);
    const ports = field(controller, 'containerPort');
    const host =
      field(controller, 'hostPort', 'enabled') === true
        ? [port('http', 80), port('https', 443)]
        : field(controller, 'hostNetwork') === true
          ? [number(field(ports, 'http'), 80), number(field(ports, 'https'), 443)]
          : [];
    const service = field(controller, 'service');
    const type = field(service, 'type') ?? 'LoadBalancer';
    const served = field(service, 'enabled') !== false && type === 'LoadBalancer';
    const balanced = [number(field(service, 'ports', 'http'), 80), number(field(service, 'ports', 'https'), 443)];
    return { host, balanced: served ? balanced : [] };
  },
  traefik: (values) => {
    const ports = ['web', 'websecure'].map((name) => ({ name, given: field(values, 'ports', name) }));
    const isOnHost = field(values, 'hostNetwork') === true;
    const host = ports.flatMap(({ name, given }) => {
      const hostPort = field(given, 'hostPort');
      if (typeof hostPort === 'number') return [hostPort];
      return isOnHost ? [number(field(given, 'port'), name === 'web' ? 8000 : 8443)] : [];
    });
    const type = field(values, 'service', 'type') ?? field(values, 'service', 'spec', 'type') ?? 'LoadBalancer';
    const served = field(values, 'service', 'enabled') !== false && type === 'LoadBalancer';
    const balanced = ports.map(({ name, given }) => number(field(given, 'exposedPort'), name === 'web' ? 80 : 443));
    return { host, balanced: served ? balanced : [] };
  },
  'kubernetes-ingress': (values) => {
    const controller = field(values, 'controller');
    const isOnHost = field(controller, 'daemonset', 'useHostPort') === true;
    const isServed = (field(controller, 'service', 'type') ?? 'NodePort') === 'LoadBalancer';
    return { host: isOnHost ? [80, 443] : [], balanced: isServed ? [80, 443] : [] };
  },
};

/** What an installed chart takes on the nodes, if it is an ingress controller. */
export function controllerPorts({ chart, values }: ChartInstall): ControllerPorts {
  return chart === undefined || !isMap(values) ? NONE : (CONTROLLERS[chart]?.(values) ?? NONE);
}

function number(given: unknown, usual: number): number {
  return typeof given === 'number' ? given : usual;
}
