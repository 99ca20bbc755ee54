import { field } from '../../flux/kustomize/built.js';
import { holds, overlaps, parseAddress, readAddresses } from '../../flux/network/address-range.js';
import type { TreeFinding, TreeView } from '../../flux/tree/view.js';
import { formatResourceId } from '../../model/manifest.js';
import type { TreeRule } from '../tree-rule.js';
import { addressRequests } from './address-requests.js';
import { type AddressPool, addressPools, poolSize } from './balancer-pools.js';

/** Pools of load balancers against each other and against the cluster's own addresses (S3-04, S3-39). */
export const addressPool: TreeRule = {
  name: 'address-pool',
  severity: 'error',
  description:
    'A pool of load-balancer addresses is wrong: no range at all, a CIDR that starts in the middle of its network (10.0.3.4/28 means 10.0.3.0/28), a range that ends before it starts, a pool that overlaps another, one that holds the address of the Kubernetes API or of a node, or one of a single address that a Service asks for and any other Service may take. MetalLB refuses all of its configuration for some of these; a taken API address cuts everybody off.',
  remediation:
    'write ranges as first-last or aligned CIDRs, single addresses as /32, and set autoAssign: false on dedicated pools',
  sources: ['S3-04', 'S3-39', 'S3-42', 'trap 56', 'trap 57'],
  *check(view) {
    const pools = addressPools(view);
    for (const pool of pools) {
      for (const { parsed, path } of pool.entries) {
        if (parsed.problem !== undefined) yield { at: pool.at, path, message: parsed.problem };
      }
      yield* takesOwn(pool, view);
    }
    yield* overlapping(pools);
    yield* undedicated(pools, view);
  },
};

function* takesOwn(
  { at, entries, name }: AddressPool,
  { settings: { addresses = {} } }: TreeView,
): Iterable<TreeFinding> {
  const own = [
    ...(addresses.api ?? []).map((text) => ['the Kubernetes API', text] as const),
    ...(addresses.nodes ?? []).map((text) => ['nodes', text] as const),
    ...(addresses.internal ?? []).map((text) => ['pods and Services', text] as const),
  ];
  for (const { parsed, path } of entries) {
    const { range } = parsed;
    if (range === undefined) continue;
    for (const [whose, text] of own) {
      const taken = readAddresses(text);
      if (taken === undefined || !overlaps(range, taken)) continue;
      yield { at, path, message: `pool "${name}" (${range.text}) holds ${text}, which belongs to ${whose}` };
    }
  }
}

/** In order of their first addresses only neighbours can overlap, and those that a wide one reaches over. */
function* overlapping(pools: readonly AddressPool[]): Iterable<TreeFinding> {
  const all = pools.flatMap((pool) =>
    pool.entries.flatMap(({ parsed: { range }, path }) => (range === undefined ? [] : [{ pool, range, path }])),
  );
  all.sort(({ range: a }, { range: b }) => a.bits - b.bits || Number(a.first - b.first));
  let widest: (typeof all)[number] | undefined;
  for (const one of all) {
    if (widest !== undefined && overlaps(widest.range, one.range)) {
      const { pool, range } = widest;
      const whose =
        pool === one.pool ? 'of the same pool' : `of ${formatResourceId(pool.at.id)} (${pool.at.document.file})`;
      yield { at: one.pool.at, path: one.path, message: `${one.range.text} overlaps ${range.text} ${whose}` };
    }
    if (widest === undefined || widest.range.bits !== one.range.bits || one.range.last > widest.range.last)
      widest = one;
  }
}

function* undedicated(pools: readonly AddressPool[], view: TreeView): Iterable<TreeFinding> {
  const single = pools.filter((pool) => pool.balancer === 'MetalLB' && pool.isComplete && poolSize(pool) === 1n);
  for (const { at, name, ranges } of single) {
    const spec = field(at.object, 'spec');
    if (field(spec, 'autoAssign') === false || field(spec, 'serviceAllocation') !== undefined) continue;
    const user = addressRequests(view).find(({ address = '', pool }) => {
      const wanted = parseAddress(address);
      return pool === name || (wanted !== undefined && ranges.some((range) => holds(range, wanted)));
    });
    if (user === undefined) continue;
    const message = `pool "${name}" has one address, which ${formatResourceId(user.at.id)} asks for and any Service may get`;
    yield { at, path: ['spec', 'autoAssign'], message, hint: 'set autoAssign: false' };
  }
}
