import { displayVariables } from '../../flux/substitution.js';
import { formatResourceId } from '../../model/manifest.js';
import type { TreeRule } from '../tree-rule.js';
import { type DnsRecord, dnsRecords } from './dns-records.js';
import { isComparable } from './host-claims.js';

/** Of two records for one name external-dns publishes one, and not always the same. */
export const dnsRecordUnique: TreeRule = {
  name: 'dns-record-unique',
  severity: 'error',
  description:
    'Two objects ask external-dns for the same name with different targets: it publishes one of them, or both mixed, and the name leads to the wrong place for some.',
  remediation: 'let one object have the name, or give both the same target',
  sources: ['DC-11', 'S1-11', 'S3-54'],
  *check(view) {
    const first = new Map<string, DnsRecord>();
    for (const record of dnsRecords(view)) {
      const { host, target, isGiven, at, path } = record;
      if (!isComparable(host)) continue;
      const other = first.get(host);
      if (other === undefined) first.set(host, record);
      // Which addresses two controllers have nobody can tell; that a given target differs from one is plain.
      else if (other.target !== target && (other.isGiven || isGiven)) {
        const [one, two] = [other.target, target].map(displayVariables);
        const whose =
          other.at === at ? 'the same object' : `${formatResourceId(other.at.id)} (${other.at.document.file})`;
        const message = `name "${displayVariables(host)}" points to ${two}, and to ${one} by ${whose}`;
        yield { at, path, message };
      }
    }
  },
};
