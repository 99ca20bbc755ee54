import { field, mapsOf, textsOf } from '../../flux/kustomize/built.js';
import { selects } from '../../flux/label-selector.js';
import type { AppliedObject, TreeView } from '../../flux/tree/view.js';
import type { TreeRule } from '../tree-rule.js';

const GROUP = 'metallb.io';

/** MetalLB gives an address from any pool, and answers for it only where an advertisement carries the pool. */
export const advertisement: TreeRule = {
  name: 'advertisement',
  severity: 'error',
  description:
    'An advertisement of MetalLB names a pool or a peer that nothing brings, or no advertisement carries a pool: its Services get addresses that no node answers for.',
  remediation: 'name pools that exist in the advertisement, or leave the list out to carry all of them',
  sources: ['S3-39'],
  *check(view) {
    const pools = view.index.ofKind(GROUP, 'IPAddressPool');
    const all = ['L2Advertisement', 'BGPAdvertisement'].flatMap((kind) => [...view.index.ofKind(GROUP, kind)]);
    const carried = new Set<AppliedObject>();
    for (const at of all) {
      for (const [index, name] of textsOf(field(at.object, 'spec', 'ipAddressPools')).entries()) {
        if (isThere(view, 'IPAddressPool', at, name)) continue;
        const path = ['spec', 'ipAddressPools', index];
        yield { at, path, message: `names the pool "${name}", which nothing brings` };
      }
      for (const [index, name] of textsOf(field(at.object, 'spec', 'peers')).entries()) {
        if (isThere(view, 'BGPPeer', at, name)) continue;
        yield { at, path: ['spec', 'peers', index], message: `names the peer "${name}", which nothing brings` };
      }
      for (const pool of pools) if (carries(at, pool)) carried.add(pool);
    }
    for (const at of pools) {
      if (!carried.has(at)) yield { at, message: `no advertisement carries the pool "${at.id.name}"` };
    }
  },
};

function isThere({ index, settings }: TreeView, kind: string, { id }: AppliedObject, name: string): boolean {
  const { namespace = '' } = id;
  if (index.get({ group: GROUP, kind, namespace, name }) !== undefined) return true;
  return settings.external.some((one) => one.kind === kind && (one.name === name || one.name === '*'));
}

function carries({ object, id }: AppliedObject, pool: AppliedObject): boolean {
  if (id.namespace !== pool.id.namespace) return false;
  const names = textsOf(field(object, 'spec', 'ipAddressPools'));
  const selectors = mapsOf(field(object, 'spec', 'ipAddressPoolSelectors'));
  if (names.length === 0 && selectors.length === 0) return true;
  const labels = (field(pool.object, 'metadata', 'labels') ?? {}) as Readonly<Record<string, string>>;
  return names.includes(pool.id.name) || selectors.some((selector) => selects(selector, labels));
}
