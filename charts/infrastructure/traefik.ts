import { type Cluster, K3sChartConfig, type TraefikTcp, Unit } from '../../lib/index.js';

/**
 * What the cluster wants of the Traefik that K3s brings: the ports of TCP entry points, and HTTP sent on to HTTPS
 * (S2-22). Traefik itself stays K3s' own.
 */
export function traefikConfig(cluster: Cluster, { tcp }: { tcp: TraefikTcp }): Unit {
  const unit = new Unit(cluster.infrastructure(), 'traefik', { namespace: 'kube-system' });
  new K3sChartConfig(unit, 'traefik', {
    ...tcp.openPorts(unit),
    // Arguments of Traefik, since the chart's value for it was renamed and K3s decides which chart it is.
    additionalArguments: [
      '--entryPoints.web.http.redirections.entryPoint.to=:443',
      '--entryPoints.web.http.redirections.entryPoint.scheme=https',
    ],
  });
  return unit;
}
