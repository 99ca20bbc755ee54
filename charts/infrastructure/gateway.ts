import {
  type CloudflareTunnel,
  type Cluster,
  type DynamicApps,
  type ExternalDns,
  gateway,
  Unit,
} from '../../lib/index.js';

/** Label of the namespaces whose HTTPRoutes the Gateway serves: `dynamic-apps`, or one namespace an app (S1-16). */
export const DYNAMIC_APPS_LABEL = { 'homelab/dynamic-apps': 'true' } as const;

export interface DynamicAppsGatewayProps {
  readonly apps: DynamicApps;
  readonly dns: ExternalDns;
  readonly tunnel: CloudflareTunnel;
  /** Address in the home network. @default whatever Cilium's pool gives */
  readonly address?: string;
}

/** Where HTTPRoutes of dynamic apps attach; the tunnel's wildcard leads here (S1-28). */
export function dynamicAppsGateway(cluster: Cluster, props: DynamicAppsGatewayProps): Unit {
  const { apps, dns, tunnel, address } = props;
  const { name, namespace } = apps.gateway;
  const unit = new Unit(cluster.infrastructure(), 'gateway', { namespace, path: '.' });
  const annotations = cluster.settings.loadBalancer.annotations(address);
  const dynamicApps = new gateway.Gateway(unit, name, {
    metadata: { annotations: dns.targetAnnotation(tunnel.target) },
    spec: {
      gatewayClassName: 'cilium',
      ...(address === undefined ? {} : { infrastructure: { annotations } }),
      listeners: [
        {
          name: 'http',
          protocol: 'HTTP',
          port: 80,
          hostname: `*.${apps.domain}`,
          allowedRoutes: { namespaces: { from: 'Selector', selector: { matchLabels: DYNAMIC_APPS_LABEL } } },
        },
      ],
    },
  });
  unit.place(dynamicApps, 'dynamic-apps-gateway.yaml');
  const { access, domain } = apps;
  const target = `${namespace}/${name}`;
  cluster.hosts.push({ host: `*.${domain}`, unit: unit.name, target, ...(access === undefined ? {} : { access }) });
  return unit;
}
