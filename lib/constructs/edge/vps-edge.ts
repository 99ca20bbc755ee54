import type { Cluster } from '../cluster.js';
import { hostname } from '../format.js';
import { isAddress, routeProblems } from './advertised-route.js';
import type { EdgeProblem } from './edge-problem.js';
import { httpConfig, type PassThrough, streamConfig } from './nginx-files.js';
import { type Tailnet, tailnetPolicy } from './tailnet-policy.js';

/** A machine with a public address in front of a cluster that has none, and the tailnet between them. */
export interface VpsEdgeOptions {
  /** Address of the ingress controller. */
  readonly ingress: string;
  /**
   * The cluster's DNS server, and how names get out: `transfer`, where the VPS answers on port 53 itself as a secondary
   * (S3-55), or `forward`, where nginx leads that port into the cluster. @default nobody asks the cluster
   */
  readonly dns?: { readonly address: string; readonly by: 'transfer' | 'forward' };
  /** More addresses and ranges that have to be reached through the tailnet, such as those of other pools. @default none */
  readonly pools?: readonly string[];
  /** `address:port` on the VPS that answers for names of others. @default nobody: such connections are closed */
  readonly otherwise?: string;
  readonly tailnet: Tailnet;
}

/** Writes what nginx on the VPS and the policy of the tailnet need to lead the cluster's names into it (S3-41, S3-42). */
export function vpsEdge(cluster: Cluster, options: VpsEdgeOptions): void {
  const problems = problemsOf(cluster, options);
  for (const { field, message, hint } of problems) {
    cluster.report({ code: 'VALUE_INVALID', field: `edge ${field}`, message, hint });
  }
  if (problems.length > 0) return;

  const { ingress, dns, otherwise, tailnet } = options;
  const passThrough: PassThrough = {
    name: cluster.name,
    domain: cluster.settings.domain,
    ingress,
    ...(otherwise === undefined ? {} : { otherwise }),
    ...(dns?.by === 'forward' ? { dns: dns.address } : {}),
  };
  const ports = [`${ingress}:80,443`, ...(dns === undefined ? [] : [`${dns.address}:53`])];
  cluster.aside('edge/nginx-stream.conf', streamConfig(passThrough));
  cluster.aside('edge/nginx-http.conf', httpConfig(passThrough));
  cluster.aside('edge/tailnet-policy.hujson', tailnetPolicy(tailnet, ports, dns?.by === 'transfer'));
}

function problemsOf(cluster: Cluster, { ingress, dns, pools = [], otherwise, tailnet }: VpsEdgeOptions): EdgeProblem[] {
  const named = { ingress, ...(dns === undefined ? {} : { dns: dns.address }), vps: tailnet.vps };
  const addresses = Object.entries(named).filter(([, address]) => !isAddress(address));
  const { domain } = cluster.settings;
  const reached = [ingress, ...(dns === undefined ? [] : [dns.address]), ...pools];
  return [
    ...addresses.map(([field, address]) => ({
      field,
      message: `"${address}" is no address`,
      hint: 'an IPv4 or IPv6 address without a port, such as "10.0.3.2"',
    })),
    // nginx knows no variables of the cluster.
    ...(hostname.safeParse(domain).success
      ? []
      : [{ field: 'domain', message: 'a VPS needs the domain itself', hint: 'a literal in the cluster’s settings' }]),
    ...(otherwise === undefined || /^(?:[\d.]+|\[[\da-f:]+\]):\d+$/.test(otherwise)
      ? []
      : [
          {
            field: 'otherwise',
            message: `"${otherwise}" is no place`,
            hint: 'address and port, such as "127.0.0.1:8443"',
          },
        ]),
    ...(/^tag:[a-z][a-z0-9-]*$/.test(tailnet.tag)
      ? []
      : [{ field: 'tag', message: `"${tailnet.tag}" is no tag`, hint: 'such as "tag:cluster-router"' }]),
    ...(addresses.length > 0 ? [] : routeProblems(tailnet.route, reached, cluster.settings.addresses ?? {})),
  ];
}
