import { field } from '../../flux/kustomize/built.js';
import { parseAddress } from '../../flux/network/address-range.js';
import { dnsPublishers } from '../../flux/network/dns-annotations.js';
import { displayVariables } from '../../flux/substitution.js';
import { isUnknown } from '../../flux/tree/unknown.js';
import type { TreeView } from '../../flux/tree/view.js';
import type { TreeRule } from '../tree-rule.js';
import { type DnsRecord, dnsRecords } from './dns-records.js';

/** A record has to lead somewhere that the asking world can reach (trap 58). */
export const dnsTarget: TreeRule = {
  name: 'dns-target',
  severity: 'error',
  description:
    'external-dns publishes a target that nobody outside can reach: a name of the cluster itself, or the address of the load balancer (where a target annotation is missing) although the cluster’s public address is another one (`--default-targets` does not override it).',
  remediation: 'give the object a target annotation with the public address, or the tunnel’s host name',
  sources: ['S1-11', 'S3-54', 'trap 58'],
  *check(view) {
    const watched = watchedSources(view);
    const publicAddresses = view.settings.addresses?.public ?? [];
    for (const { host, target, isGiven, source, at, path } of dnsRecords(view)) {
      const name = displayVariables(host);
      // What an ExternalName leads to is external-dns-annotation's matter.
      const isExternalName = at.object.kind === 'Service' && target === field(at.object, 'spec', 'externalName');
      if (isExternalName) continue;
      if (isGiven && !isUnknown(target) && isInside(target)) {
        yield { at, path, message: `name "${name}" is published with ${target}, a name of the cluster itself` };
      } else if (publicAddresses.length > 0 && (watched.has(source) || watched.has('*'))) {
        const reason = outside({ target, isGiven }, publicAddresses);
        if (reason !== undefined) yield { at, path, message: `name "${name}" ${reason}` };
      }
    }
  },
};

/** What is published at all. Without an external-dns in the tree nobody here knows who publishes. */
function watchedSources(view: TreeView): ReadonlySet<string> {
  const sources = dnsPublishers(view).flatMap((one) => one.sources ?? ['*']);
  return new Set(sources.map((source) => (source.startsWith('gateway') ? 'gateway' : source)));
}

function isInside(target: string): boolean {
  return target.split(',').some((one) => /\.svc(?:\.|$)|\.cluster\.local\.?$/.test(one) || !/[.:]/.test(one));
}

function outside(
  { target, isGiven }: Pick<DnsRecord, 'target' | 'isGiven'>,
  known: readonly string[],
): string | undefined {
  if (!isGiven) return `has no target, and gets the address of ${target}`;
  if (isUnknown(target)) return undefined;
  const wrong = target.split(',').find((one) => parseAddress(one) !== undefined && !known.includes(one));
  return wrong === undefined ? undefined : `points to ${wrong}, which is no public address of the cluster`;
}
