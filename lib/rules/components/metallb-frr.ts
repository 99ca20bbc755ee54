import { installsOf } from '../../flux/helm/chart-installs.js';
import { field } from '../../flux/kustomize/built.js';
import { isUnknown } from '../../flux/tree/unknown.js';
import type { AppliedObject, TreeView } from '../../flux/tree/view.js';
import type { TreeRule } from '../tree-rule.js';
import { valuePath } from '../value-path.js';

/** MetalLB's chart brings a routing daemon for every node, whether or not anything speaks BGP. */
export const metallbFrr: TreeRule = {
  name: 'metallb-frr',
  severity: 'warning',
  description:
    'MetalLB announces addresses by layer 2 only, and its chart starts frr-k8s on every node all the same, as it does from 0.16 on: a privileged pod a node that is not needed and may hold a rollout up.',
  remediation: 'set frrk8s.enabled: false',
  sources: ['S3-39', 'VERIFIED: MetalLB'],
  *check(view) {
    const { index } = view;
    if (index.ofKind('metallb.io', 'BGPPeer').length + index.ofKind('metallb.io', 'BGPAdvertisement').length > 0)
      return;
    for (const { at, values, valuesPath } of installsOf(view, ['metallb'])) {
      const enabled = field(values, 'frrk8s', 'enabled');
      if (enabled === false || isUnknown(enabled) || isOlder(chartVersion(at, view))) continue;
      const message = 'its chart starts frr-k8s on every node, and nothing here speaks BGP';
      yield { at, path: valuePath(valuesPath, ['frrk8s', 'enabled']), message };
    }
  },
};

function chartVersion({ id, object }: AppliedObject, { index }: TreeView): unknown {
  const own = field(object, 'spec', 'chart', 'spec', 'version') ?? field(object, 'spec', 'version');
  if (own !== undefined) return own;
  const reference = field(object, 'spec', 'chartRef');
  const namespace = String(field(reference, 'namespace') ?? id.namespace ?? '');
  const source = { group: 'source.toolkit.fluxcd.io', kind: String(field(reference, 'kind')), namespace };
  return field(index.get({ ...source, name: String(field(reference, 'name')) })?.object, 'spec', 'ref', 'tag');
}

/** 0.15 and before did not bring it unasked. */
function isOlder(version: unknown): boolean {
  const [, minor] = (typeof version === 'string' && /^v?0\.(\d+)/.exec(version)) || [];
  return minor !== undefined && Number(minor) < 16;
}
