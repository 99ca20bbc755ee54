import { tunnelConfigs } from '../../flux/network/tunnel-config.js';
import { displayVariables } from '../../flux/substitution.js';
import { isUnknown } from '../../flux/tree/unknown.js';
import type { TreeRule } from '../tree-rule.js';
import { dnsRecords } from './dns-records.js';

const TUNNEL = /\.cfargotunnel\.com\.?$/;

/** A tunnel answers for hosts that somebody has to publish. */
export const dnsRecordMissing: TreeRule = {
  name: 'dns-record-missing',
  severity: 'warning',
  description:
    'The tree publishes the hosts of its tunnel by external-dns, and one that the tunnel serves has no record: nobody ' +
    'finds it.',
  remediation: 'annotate a Service or route with the host, or say in a suppression who publishes it',
  sources: ['S1-06', 'S1-11', 'trap 9', 'trap 10'],
  *check(view) {
    const published = dnsRecords(view).filter(({ target }) => TUNNEL.test(target));
    // Where no record leads to a tunnel, all of them are made elsewhere.
    if (published.length === 0) return;
    const known = published.map(({ host }) => host);
    for (const { at, path, rules } of tunnelConfigs(view)) {
      const hosts = new Set(rules.map(({ hostname }) => hostname).filter((host) => typeof host === 'string'));
      for (const host of hosts) {
        if (host === '' || isUnknown(host) || known.some((record) => covers(record, host))) continue;
        yield { at, path, message: `"${displayVariables(host)}" has no record that leads to the tunnel` };
      }
    }
  },
};

/** A wildcard record is for every name below it that has none of its own. */
function covers(record: string, host: string): boolean {
  return record === host || (record.startsWith('*.') && host.endsWith(record.slice(1)) && host !== record.slice(2));
}
