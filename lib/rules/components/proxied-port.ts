import { field, isMap, mapsOf } from '../../flux/kustomize/built.js';
import type { TreeRule } from '../tree-rule.js';

/** Ports that Cloudflare's proxy carries (https://developers.cloudflare.com/fundamentals/reference/network-ports/). */
const CARRIED = new Set([80, 8080, 8880, 2052, 2082, 2086, 2095, 443, 2053, 2083, 2087, 2096, 8443]);
const PROXIED = /(?:^|\.)external-dns\.(?:alpha\.)?kubernetes\.io\/cloudflare-proxied$/;

/** Cloudflare's proxy speaks HTTP: PostgreSQL, Redis or SSH behind it just do not answer (trap 41). */
export const proxiedPort: TreeRule = {
  name: 'proxied-port',
  severity: 'error',
  description:
    'A host name is proxied by Cloudflare and its Service has ports that the proxy does not carry, such as 5432 or 6379: connections to the name time out.',
  remediation: 'set cloudflare-proxied: "false", so that the record leads to the address itself',
  sources: ['S2-48', 'trap 41'],
  *check({ index }) {
    for (const at of index.ofKind('', 'Service')) {
      // An alias answers on the ports of what it stands for, which nobody here knows.
      if (field(at.object, 'spec', 'type') !== 'LoadBalancer') continue;
      const annotations = field(at.object, 'metadata', 'annotations');
      const [key] = Object.entries(isMap(annotations) ? annotations : {}).find(
        ([name, value]) => PROXIED.test(name) && value === 'true',
      ) ?? [undefined];
      if (key === undefined) continue;
      const ports = mapsOf(field(at.object, 'spec', 'ports')).map(({ port }) => Number(port));
      const other = ports.filter((port) => Number.isInteger(port) && !CARRIED.has(port));
      if (other.length === 0) continue;
      const message = `Cloudflare's proxy does not carry port ${other.join(', ')}`;
      yield { at, path: ['metadata', 'annotations', key], message };
    }
  },
};
