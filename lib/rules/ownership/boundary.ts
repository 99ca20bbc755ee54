import { crossings } from '../../flux/ownership/crossings.js';
import type { TreeRule } from '../tree-rule.js';

/** What somebody else brings and keeps must not be in the tree (S3-02, S3-03). */
export const boundary: TreeRule = {
  name: 'boundary',
  severity: 'error',
  description:
    'The tree brings what the cluster’s settings give to another owner, or what flux bootstrap brings. A CNI that Terraform installed and Flux then updates leaves workers without network: they cannot pull the images that would mend it, and stay NotReady for good. CoreDNS, kube-proxy or a bundled component that two keep falls back to the other’s state at the next upgrade.',
  remediation: 'take it out of the tree, or end the other’s ownership and its boundary',
  sources: ['S3-02', 'S3-03', 'S3-91', 'S0-26', 'S1-03', 'trap 2', 'trap 55', 'trap 71'],
  *check(view) {
    for (const { at, boundary: crossed, what } of crossings(view)) {
      yield { at, message: `brings ${what}, which ${crossed.owner} owns: ${crossed.reason}` };
    }
  },
};
