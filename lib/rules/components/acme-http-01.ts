import { field, mapsOf, textsOf } from '../../flux/kustomize/built.js';
import type { AppliedObject, TreeFinding, TreeView } from '../../flux/tree/view.js';
import type { TreeRule } from '../tree-rule.js';

const GROUP = 'cert-manager.io';

/** HTTP-01 asks on port 80 of whatever the name leads to, and can never answer for a wildcard (trap 89). */
export const acmeHttp01: TreeRule = {
  name: 'acme-http-01',
  severity: 'error',
  description:
    'An issuer proves names by HTTP-01 only. A wildcard can never be proven so; and where names lead to another machine’s address, that machine has to hand port 80 on as well, or every renewal fails two months later.',
  remediation: 'a dns01 solver; or hand port 80 on at the public address, and accept this with that reason',
  sources: ['S3-41', 'S3-60', 'trap 89'],
  *check(view) {
    for (const issuer of ['Issuer', 'ClusterIssuer'].flatMap((kind) => view.index.ofKind(GROUP, kind))) {
      const solvers = mapsOf(field(issuer.object, 'spec', 'acme', 'solvers'));
      const http = solvers.findIndex((solver) => solver.http01 !== undefined);
      if (http === -1 || solvers.some((solver) => solver.dns01 !== undefined)) continue;
      yield* wildcards(issuer, view);
      const [address] = view.settings.addresses?.public ?? [];
      if (address === undefined) continue;
      const message = `proves names by HTTP-01, for which ${address} has to hand on port 80`;
      yield { at: issuer, path: ['spec', 'acme', 'solvers', http, 'http01'], message, severity: 'warning' };
    }
  },
};

function* wildcards({ id }: AppliedObject, { index }: TreeView): Iterable<TreeFinding> {
  for (const at of index.ofKind(GROUP, 'Certificate')) {
    const reference = field(at.object, 'spec', 'issuerRef');
    if (field(reference, 'name') !== id.name || (field(reference, 'kind') ?? 'Issuer') !== id.kind) continue;
    if (id.kind === 'Issuer' && id.namespace !== at.id.namespace) continue;
    for (const [number, name] of textsOf(field(at.object, 'spec', 'dnsNames')).entries()) {
      if (!name.startsWith('*.')) continue;
      const message = `"${name}" is a wildcard, and ${id.kind} "${id.name}" proves names by HTTP-01 only`;
      yield { at, path: ['spec', 'dnsNames', number], message };
    }
  }
}
