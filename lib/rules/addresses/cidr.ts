import { holds, parseAddress, parseCidr } from '../../flux/network/address-range.js';
import { isUnknown } from '../../flux/tree/unknown.js';
import type { TreeRule } from '../tree-rule.js';
import { writtenNetworks } from './networks.js';

/** A network that starts in its middle means another one, or nothing at all (S3-42, trap 57). */
export const cidr: TreeRule = {
  name: 'cidr',
  severity: 'error',
  description:
    'A network in CIDR notation is broken or does not start at its own address: 10.0.3.4/28 is 10.0.3.0/28 for Kubernetes, and Tailscale refuses to start with it. An exception of a NetworkPolicy that lies outside its network is refused.',
  remediation: 'write the network address, or the smaller networks that are meant',
  sources: ['S3-42', 'trap 57'],
  *check(view) {
    for (const { text, at, path, isNetwork, outOf } of writtenNetworks(view)) {
      if (isUnknown(text) || (!isNetwork && !looksLikeNetwork(text))) continue;
      const { range, problem } = parseCidr(text);
      if (problem !== undefined) yield { at, path, message: problem };
      else if (outOf !== undefined) {
        const outer = parseCidr(outOf).range;
        if (outer === undefined || (holds(outer, range) && text !== outOf)) continue;
        yield { at, path, message: `"${text}" is no part of ${outOf}, from which it is excepted` };
      }
    }
  },
};

/** Values of charts hold words and lone addresses under the same names. */
function looksLikeNetwork(text: string): boolean {
  return /^[\da-fA-F.:]+\/\d+$/.test(text) && parseAddress(text.split('/')[0] ?? '') !== undefined;
}
