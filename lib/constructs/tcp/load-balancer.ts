import { KubeService } from '../k8s.js';
import type { TcpExposure } from '../strategies.js';
import { unitOf } from '../unit.js';

export interface LoadBalancerTcpOptions {
  /** Addresses of routes, by the route's name. @default whatever the load balancer gives */
  readonly addresses?: Readonly<Record<string, string>>;
}

/** TCP on an address of the app's own: a Service of type LoadBalancer beside the app, with its record. */
export function loadBalancerTcp({ addresses = {} }: LoadBalancerTcpOptions = {}): TcpExposure {
  return {
    name: 'load-balancer',
    tls: false,
    expose(scope, { name, host, port, selector }) {
      const { dns, loadBalancer } = unitOf(scope).cluster.settings;
      new KubeService(scope, 'tcp-service', {
        metadata: {
          name: `${name}-tcp`,
          annotations: { ...loadBalancer.annotations(addresses[name]), ...dns.serviceAnnotations(host) },
        },
        // Local keeps the client's address, which allow-lists and logs need (S3-47).
        spec: { type: 'LoadBalancer', externalTrafficPolicy: 'Local', selector, ports: [{ name: 'tcp', port }] },
      });
    },
  };
}
