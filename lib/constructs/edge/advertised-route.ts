import {
  type AddressRange,
  holds,
  overlaps,
  parseAddress,
  parseCidr,
  readAddresses,
  smallestNetwork,
} from '../../flux/network/address-range.js';
import type { ClusterAddresses } from '../../model/addresses.js';
import type { EdgeProblem } from './edge-problem.js';

/** Addresses of machines in a tailnet; no network behind one can have them. */
const TAILNET = '100.64.0.0/10';

/**
 * What is wrong with a network that routers advertise: it has to start at its own address (Tailscale stops working
 * otherwise), hold every address that is reached through it, and leave out those that are reached without it (S3-42,
 * trap 57).
 */
export function routeProblems(
  cidr: string,
  reached: readonly string[],
  { nodes = [], internal = [] }: ClusterAddresses,
): EdgeProblem[] {
  const field = 'route';
  const ranges = reached.map((text) => readAddresses(text));
  const wrong = reached.filter((_, index) => ranges[index] === undefined);
  if (wrong.length > 0) {
    const hint = 'such as "10.0.3.2", "10.0.3.0/27" or "10.0.3.4-10.0.3.20"';
    return wrong.map((text) => ({ field, message: `"${text}" is no address and no range`, hint }));
  }
  const all = ranges as AddressRange[];
  const smallest = smallestNetwork(all);
  const hint =
    smallest === undefined
      ? 'one network for IPv4, such as "10.0.3.0/27"'
      : `${smallest} is the smallest network that holds ${reached.join(', ')}`;
  const { range, problem } = parseCidr(cidr);
  if (problem !== undefined) return [{ field, message: problem, hint }];

  const outside = all.filter((one) => !holds(range, one));
  const own = [...nodes, ...internal, TAILNET].flatMap((text) => readAddresses(text) ?? []);
  return [
    ...outside.map(({ text }) => ({ field, message: `${cidr} does not hold ${text}`, hint })),
    ...own
      .filter((one) => overlaps(range, one))
      .map(({ text }) => ({
        field,
        message: `${cidr} takes in ${text}, which ${text === TAILNET ? 'the tailnet itself has' : 'is reached without it'}`,
        hint,
      })),
  ];
}

/** True for one address, `10.0.3.2`. */
export function isAddress(text: string): boolean {
  return parseAddress(text) !== undefined;
}
