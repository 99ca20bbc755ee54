import { tunnelConfigs } from '../../flux/network/tunnel-config.js';
import { displayVariables } from '../../flux/substitution.js';
import type { TreeFinding, TreeView } from '../../flux/tree/view.js';
import { formatResourceId } from '../../model/manifest.js';
import type { TreeRule } from '../tree-rule.js';
import { gatewayRouteHosts, listenerHosts } from './gateway-hosts.js';
import { conflicts, type HostClaim, isComparable } from './host-claims.js';
import { ingressHosts, valuesHosts } from './ingress-hosts.js';
import { traefikHosts } from './traefik-hosts.js';

/** One host, one owner: of two routes for the same requests one gets them, by age, name or chance. */
export const hostUnique: TreeRule = {
  name: 'host-unique',
  severity: 'error',
  description:
    'A host and path has two owners: two routes with different backends, two rules of a tunnel, two listeners. One of them gets the requests, by age or by chance, and the other looks deployed and is never reached. An app’s own redirect, other paths of a host, and the route behind a tunnel are no second owner.',
  remediation: 'give one of the two another host or path, or take it away',
  sources: ['DC-11', 'trap 5', 'trap 40', 'S1-05', 'S2-34'],
  *check(view) {
    const claims = new Map<string, HostClaim[]>();
    for (const claim of hostClaims(view)) {
      if (!isComparable(claim.host)) continue;
      const key = `${claim.layer} ${claim.host.toLowerCase()} ${claim.match}`;
      const others = claims.get(key);
      if (others === undefined) {
        claims.set(key, [claim]);
        continue;
      }
      const other = others.find((one) => conflicts(one, claim));
      if (other !== undefined) yield clash(claim, other);
      else if (others.length < 50) others.push(claim);
    }
  },
};

/** Everything in a tree that claims a host. */
export function* hostClaims(view: TreeView): Generator<HostClaim> {
  yield* ingressHosts(view);
  yield* gatewayRouteHosts(view);
  yield* traefikHosts(view);
  yield* valuesHosts(view);
  yield* listenerHosts(view);
  yield* tunnelHosts(view);
}

function* tunnelHosts(view: TreeView): Generator<HostClaim> {
  for (const { at, key, rules } of tunnelConfigs(view)) {
    for (const { hostname, path = '', service } of rules) {
      if (typeof hostname !== 'string') continue;
      const place = ['data', key];
      yield {
        host: hostname,
        match: String(path),
        layer: 'tunnel',
        system: 'tunnel',
        backend: String(service),
        at,
        path: place,
      };
    }
  }
}

function clash(claim: HostClaim, other: HostClaim): TreeFinding {
  const { at, path, host } = claim;
  const shown = displayVariables(host);
  const where = shown === '*' ? 'any host' : `host "${shown}"`;
  const what =
    claim.layer === 'listener' || claim.match.startsWith('/ ') || claim.match === '' ? '' : ` (${claim.match.trim()})`;
  const who = at === other.at ? 'this object twice' : `${formatResourceId(other.at.id)} (${other.at.document.file})`;
  return { at, path, message: `${where}${displayVariables(what)} is claimed by ${who}` };
}
