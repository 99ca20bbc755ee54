import type { TreeRule } from '../tree-rule.js';
import { canMeet, type HostPort, hostPorts } from './host-port-claims.js';

/** Of two pods that want one port of a node the second stays Pending (S0-26). */
export const hostPortUnique: TreeRule = {
  name: 'host-port-unique',
  severity: 'error',
  description:
    'Two workloads bind the same port of a node: pods with hostPort or hostNetwork, two ingress controllers on 80 and 443, or one beside the Traefik and the ServiceLB that K3s bundles. The second stays Pending, and which one that is depends on which came first.',
  remediation: 'let one of them have the port: K3s drops its Traefik with `disable: [traefik]`',
  sources: ['S0-26', 'DC-11'],
  *check(view) {
    const claims = new Map<string, HostPort[]>();
    const said = new Set<string>();
    for (const claim of hostPorts(view)) {
      const { port, protocol, at, path } = claim;
      const key = `${port} ${protocol}`;
      const others = claims.get(key) ?? [];
      const other = others.find((one) => (one.at === undefined || one.at !== at) && canMeet(one, claim));
      if (others.length < 50) others.push(claim);
      claims.set(key, others);
      if (other === undefined) continue;
      // Of two that K3s brings nobody here can take one away.
      const place = at === undefined ? { at: other.at, path: other.path } : { at, path };
      if (place.at === undefined || said.has(`${key} ${claim.by}`)) continue;
      said.add(`${key} ${claim.by}`);
      const who = at === undefined ? claim.by : other.by;
      const where = place.path === undefined ? {} : { path: place.path };
      yield { at: place.at, ...where, message: `port ${port} (${protocol}) of the nodes is taken by ${who}` };
    }
  },
};
