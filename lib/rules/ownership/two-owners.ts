import { contested, type Owner, type Ownership } from '../../flux/ownership/owners.js';
import type { TreeFinding } from '../../flux/tree/view.js';
import { formatResourceId } from '../../model/manifest.js';
import type { TreeRule } from '../tree-rule.js';

/** One object, one owner, across all tools (S3-91). */
export const twoOwners: TreeRule = {
  name: 'two-owners',
  severity: 'error',
  description:
    'An object has two owners of different tools: Flux and Terraform, a manifest and a chart, a Secret in the tree and an ExternalSecret that makes it, two HelmReleases with one Helm release. Each puts back its own state, and the one that is taken away deletes it for both.',
  remediation: 'leave the object to one of them, and let the other refer to it',
  sources: ['S3-91', 'S3-03', 'trap 2', 'trap 71'],
  *check(view) {
    for (const ownership of contested(view)) yield* judge(ownership);
  },
};

function* judge({ id, owners }: Ownership): Iterable<TreeFinding> {
  const [first, ...others] = owners as [Owner, ...Owner[]];
  // Two of Flux are object-unique-in-tree, two Certificates are certificate-unique.
  const other = others.find((one) => !isSaidElsewhere(first, one));
  if (other === undefined) return;
  // The place that a person can edit comes first.
  const [here, there] = first.at === undefined && other.at !== undefined ? [other, first] : [first, other];
  yield {
    at: here.at ?? { file: here.file },
    message: `${formatResourceId(id)} is brought by ${here.name} and by ${there.name} (${there.file})`,
  };
}

function isSaidElsewhere(one: Owner, other: Owner): boolean {
  if (one.by === 'flux' && other.by === 'flux') return true;
  const isCertificate = ({ at }: Owner) => at?.id.kind === 'Certificate';
  return one.by === 'controller' && other.by === 'controller' && isCertificate(one) && isCertificate(other);
}
