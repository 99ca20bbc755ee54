import { type TunnelConfig, tunnelConfigs } from '../../flux/network/tunnel-config.js';
import { isUnknown } from '../../flux/tree/unknown.js';
import type { TreeFinding } from '../../flux/tree/view.js';
import type { TreeRule } from '../tree-rule.js';

/** What cloudflared serves: an address with a scheme, or one of its own services. */
const SERVICE =
  /^(?:(?:https?|wss?|tcp|ssh|rdp|smb|unix|unix\+tls):|http_status:\d{3}$|hello_world$|hello-world$|bastion$|socks-proxy$)/;

/** Order and form of a tunnel's rules: the first one that matches wins. */
export const cloudflaredConfig: TreeRule = {
  name: 'cloudflared-config',
  severity: 'error',
  description:
    'cloudflared refuses to start without a last rule for everything else, and takes the first rule that matches: a ' +
    'host after a wildcard that covers it is never reached.',
  remediation: 'put single hosts first, wildcards after them, and one rule without hostname last (http_status:404)',
  sources: ['S1-05', 'S1-26', 'trap 5', 'VERIFIED: cloudflared'],
  *check(view) {
    for (const config of tunnelConfigs(view)) yield* judge(config);
  },
};

function* judge({ at, path, rules }: TunnelConfig): Iterable<TreeFinding> {
  const earlier: { readonly host: string; readonly rule: number }[] = [];
  for (const [index, { hostname, path: location, service }] of rules.entries()) {
    const rule = index + 1;
    const host = typeof hostname === 'string' ? hostname : '';
    const takesAll = (host === '' || host === '*') && (location === undefined || location === '');
    const last = rule === rules.length;
    if (last && !takesAll) yield { at, path, message: 'the last rule of the tunnel is not for everything else' };
    if (!last && takesAll) {
      yield {
        at,
        path,
        message: `rule ${rule} takes everything: the ${rules.length - rule} after it are never reached`,
      };
    }
    if (isUnknown(host)) continue;
    if (/:\d+$/.test(host)) yield { at, path, message: `rule ${rule}: hostname "${host}" has a port` };
    if (host.lastIndexOf('*') > 0)
      yield { at, path, message: `rule ${rule}: "${host}" has a * that is not at its start` };
    const target = String(service);
    if (/^(?:https?|tcp|ssh):\/\/[^/]+\/./.test(target)) {
      yield { at, path, message: `rule ${rule}: service "${target}" has a path, which cloudflared refuses` };
    }
    if (!isUnknown(target) && !SERVICE.test(target)) {
      yield { at, path, message: `rule ${rule}: service "${target}" has no scheme that cloudflared knows` };
    }
    const shadow = host === '' ? undefined : earlier.find((one) => covers(one.host, host));
    if (shadow !== undefined) {
      yield { at, path, message: `rule ${rule} for "${host}" comes after rule ${shadow.rule}, which takes it` };
    }
    if (host !== '' && !takesAll && (location === undefined || location === '')) earlier.push({ host, rule });
  }
}

/** `*` stands for any number of labels (VERIFIED: cloudflared). */
function covers(pattern: string, host: string): boolean {
  return pattern === host || (pattern.startsWith('*.') && host !== pattern && host.endsWith(pattern.slice(1)));
}
