import { holds, parseAddress } from '../../flux/network/address-range.js';
import type { TreeFinding, TreeView } from '../../flux/tree/view.js';
import { formatResourceId } from '../../model/manifest.js';
import type { TreeRule } from '../tree-rule.js';
import { type AddressRequest, addressRequests } from './address-requests.js';
import { type AddressPool, addressPools } from './balancer-pools.js';

/** A Service whose address nobody can give it stays `<pending>` (S3-39). */
export const loadBalancerAddress: TreeRule = {
  name: 'load-balancer-address',
  severity: 'error',
  description:
    'A Service or Gateway asks for an address that it cannot get: outside every pool, of another pool than the one it names, or one that another Service has already without both allowing to share it, or with a port in common. It stays pending, and what it serves is not reachable.',
  remediation: 'ask for a free address of a pool, or give both Services the same sharing key and different ports',
  sources: ['S3-39', 'DC-11', 'trap 56', 'trap 59'],
  *check(view) {
    const pools = addressPools(view);
    for (const request of addressRequests(view)) yield* judge(request, pools);
    yield* shared(view);
  },
};

function* judge(
  { address, pool, balancer, at, path }: AddressRequest,
  all: readonly AddressPool[],
): Iterable<TreeFinding> {
  const pools = all.filter((one) => balancer === undefined || one.balancer === balancer);
  const named = pools.find(({ name }) => name === pool);
  if (pool !== undefined && pools.length > 0 && named === undefined) {
    yield { at, path, message: `names the pool "${pool}", which nothing brings` };
    return;
  }
  if (address === undefined) return;
  const wanted = parseAddress(address);
  if (wanted === undefined) {
    yield { at, path, message: `"${address}" is no address` };
    return;
  }
  const holding = pools.filter(({ ranges }) => ranges.some((range) => holds(range, wanted)));
  if (named?.isComplete && !holding.includes(named)) {
    const other = holding[0] === undefined ? '' : `, but to "${holding[0].name}"`;
    yield { at, path, message: `address ${address} does not belong to the pool "${pool}" that it names${other}` };
  } else if (named === undefined && holding.length === 0 && pools.length > 0 && pools.every((one) => one.isComplete)) {
    const names = pools.map(({ name, ranges }) => `${name} ${ranges.map(({ text }) => text).join(', ')}`);
    yield { at, path, message: `address ${address} is outside every pool (${names.join('; ')})` };
  }
}

function* shared(view: TreeView): Iterable<TreeFinding> {
  const byAddress = new Map<string, AddressRequest[]>();
  for (const request of addressRequests(view)) {
    const wanted = request.address === undefined ? undefined : parseAddress(request.address);
    if (wanted === undefined) continue;
    const key = `${wanted.bits} ${wanted.first}`;
    const others = byAddress.get(key) ?? [];
    // One Service may say the same address by annotation and by field.
    if (others.some(({ at, path }) => at === request.at && (at.id.kind !== 'HelmRelease' || path === request.path)))
      continue;
    for (const other of others) {
      const message = clash(request, other);
      if (message === undefined) continue;
      yield { at: request.at, path: request.path, message };
      break;
    }
    if (others.length < 50) others.push(request);
    byAddress.set(key, others);
  }
}

function clash(one: AddressRequest, other: AddressRequest): string | undefined {
  const who =
    one.at === other.at ? 'another of its Services' : `${formatResourceId(other.at.id)} (${other.at.document.file})`;
  if (one.sharing === undefined || one.sharing !== other.sharing) {
    return `address ${one.address} belongs to ${who}, and the two do not allow to share it`;
  }
  const port = one.ports?.find((each) => other.ports?.includes(each));
  return port === undefined ? undefined : `address ${one.address} is shared with ${who}, and both want port ${port}`;
}
