import { installsOf } from '../../flux/helm/chart-installs.js';
import { textsOf } from '../../flux/kustomize/built.js';
import { tunnelConfigs } from '../../flux/network/tunnel-config.js';
import { isUnknown } from '../../flux/tree/unknown.js';
import type { TreeView } from '../../flux/tree/view.js';
import type { TreeRule } from '../tree-rule.js';

/** Cloudflare's own certificate covers a zone and one level below it (trap 7). */
export const edgeCertificate: TreeRule = {
  name: 'edge-certificate',
  severity: 'warning',
  description:
    'A host of a Cloudflare tunnel is two levels or more below its zone. The certificate that Cloudflare gives every zone covers one level, so that browsers refuse the host until somebody buys a certificate for it.',
  remediation: 'use a host one level below the zone, or order an advanced certificate and accept this with that reason',
  sources: ['S1-26', 'S1-64', 'trap 7', 'VERIFIED: Cloudflare'],
  *check(view) {
    const zones = zonesOf(view);
    for (const { at, path, rules } of tunnelConfigs(view)) {
      const seen = new Set<string>();
      for (const { hostname } of rules) {
        if (typeof hostname !== 'string' || isUnknown(hostname) || seen.has(hostname)) continue;
        seen.add(hostname);
        const labels = hostname.split('.');
        const zone =
          zones.find((one) => hostname === one || hostname.endsWith(`.${one}`)) ?? labels.slice(-2).join('.');
        if (labels.length - zone.split('.').length < 2) continue;
        const message = `"${hostname}" is more than one level below "${zone}", where Cloudflare's own certificate ends`;
        yield { at, path, message };
      }
    }
  },
};

/** Zones that external-dns may write to; the longest first. */
function zonesOf(view: TreeView): string[] {
  const filters = installsOf(view, ['external-dns']).flatMap(({ values }) => textsOf(values.domainFilters));
  return filters.filter((zone) => !isUnknown(zone)).sort((a, b) => b.length - a.length);
}
