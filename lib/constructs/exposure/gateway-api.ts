import type { Construct } from 'constructs';
import { HTTPRoute } from '../../../imports/gateway.networking.k8s.io.js';
import type { Exposure } from '../strategies.js';
import { unitOf } from '../unit.js';

export interface GatewayRef {
  readonly name: string;
  readonly namespace: string;
  /** Listener; a route without one attaches to every listener that its host fits. @default any */
  readonly listener?: string;
}

/** Where Cilium serves a Gateway inside the cluster: it makes a Service `cilium-gateway-<name>` beside it. */
export function ciliumGatewayAddress({ name, namespace }: GatewayRef): string {
  return `http://cilium-gateway-${name}.${namespace}.svc.cluster.local:80`;
}

/** HTTP through a Gateway: an HTTPRoute beside the app. TLS is the Gateway's. */
export function gatewayApi(gateway: GatewayRef): Exposure {
  return {
    name: 'gateway-api',
    from: { namespace: gateway.namespace, podLabels: {} },
    routesPaths: true,
    expose(scope: Construct, { name, host, service, port, paths, annotations }) {
      const { dns } = unitOf(scope).cluster.settings;
      new HTTPRoute(scope, 'http-route', {
        metadata: { name, annotations: { ...dns.annotations(host, { proxied: true }), ...annotations } },
        spec: {
          parentRefs: [
            {
              name: gateway.name,
              namespace: gateway.namespace,
              ...(gateway.listener === undefined ? {} : { sectionName: gateway.listener }),
            },
          ],
          hostnames: [host],
          rules: [
            ...Object.entries(paths).map(([value, to]) => ({
              matches: [{ path: { type: 'PathPrefix' as const, value } }],
              backendRefs: [{ name: to.service, port: to.port }],
            })),
            { backendRefs: [{ name: service, port }] },
          ],
        },
      });
    },
  };
}
