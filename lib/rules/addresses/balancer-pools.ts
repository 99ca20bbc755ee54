import { field, mapsOf, textsOf } from '../../flux/kustomize/built.js';
import { type AddressRange, type ParsedRange, parseRange } from '../../flux/network/address-range.js';
import { isUnknown } from '../../flux/tree/unknown.js';
import type { AppliedObject, JsonPath, TreeView } from '../../flux/tree/view.js';

/** Who hands out addresses of a pool. */
export type Balancer = 'MetalLB' | 'Cilium';

/** What one entry of a pool says. */
export interface PoolEntry {
  readonly parsed: ParsedRange;
  readonly path: JsonPath;
}

/** Addresses for Services of type LoadBalancer. */
export interface AddressPool {
  readonly at: AppliedObject;
  readonly name: string;
  readonly balancer: Balancer;
  readonly entries: readonly PoolEntry[];
  readonly ranges: readonly AddressRange[];
  /** False where an entry is broken or unknown, so that nothing can be said to be outside. */
  readonly isComplete: boolean;
}

const cache = new WeakMap<TreeView, readonly AddressPool[]>();

/** Every pool of a tree. */
export function addressPools(view: TreeView): readonly AddressPool[] {
  const known = cache.get(view);
  if (known !== undefined) return known;
  const pools = [
    ...view.index.ofKind('metallb.io', 'IPAddressPool').map((at) => poolOf(at, 'MetalLB', metalLbEntries(at))),
    ...view.index.ofKind('cilium.io', 'CiliumLoadBalancerIPPool').map((at) => poolOf(at, 'Cilium', ciliumEntries(at))),
  ];
  cache.set(view, pools);
  return pools;
}

type Written = readonly [text: string, path: JsonPath];

function poolOf(at: AppliedObject, balancer: Balancer, written: readonly Written[]): AddressPool {
  const known = written.filter(([text]) => !isUnknown(text));
  const entries = known.map(([text, path]) => ({ parsed: parseRange(text), path }));
  const ranges = entries.flatMap(({ parsed }) => (parsed.range === undefined ? [] : [parsed.range]));
  return { at, name: at.id.name, balancer, entries, ranges, isComplete: ranges.length === written.length };
}

function metalLbEntries({ object }: AppliedObject): Written[] {
  return textsOf(field(object, 'spec', 'addresses')).map((text, index) => [text, ['spec', 'addresses', index]]);
}

function ciliumEntries({ object }: AppliedObject): Written[] {
  return ['blocks', 'cidrs'].flatMap((list) =>
    mapsOf(field(object, 'spec', list)).map(({ cidr, start, stop = start }, index): Written => {
      const path = ['spec', list, index];
      return cidr === undefined ? [`${start}-${stop}`, [...path, 'start']] : [String(cidr), [...path, 'cidr']];
    }),
  );
}

/** How many addresses a pool has. */
export function poolSize({ ranges }: AddressPool): bigint {
  return ranges.reduce((sum, { first, last }) => sum + last - first + 1n, 0n);
}
