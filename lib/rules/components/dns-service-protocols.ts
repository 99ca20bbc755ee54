import { field, mapsOf } from '../../flux/kustomize/built.js';
import type { TreeRule } from '../tree-rule.js';

/** Names are asked for by UDP, long answers and transfers by TCP (trap 59). */
export const dnsServiceProtocols: TreeRule = {
  name: 'dns-service-protocols',
  severity: 'error',
  description:
    'A Service with an address of its own offers DNS by one protocol only: without TCP no secondary can transfer a zone and long answers fail; without UDP hardly anybody asks. A Service that does not keep the caller’s address hides a secondary behind the node.',
  remediation: 'offer port 53 as UDP and TCP, with externalTrafficPolicy: Local where zones are transferred',
  sources: ['S3-47', 'S3-48', 'trap 59'],
  *check({ index }) {
    for (const at of index.ofKind('', 'Service')) {
      const { spec } = at.object;
      const type = field(spec, 'type');
      if (type !== 'LoadBalancer' && type !== 'NodePort') continue;
      const ports = mapsOf(field(spec, 'ports')).filter(({ port }) => port === 53);
      if (ports.length === 0) continue;
      const offered = new Set(ports.map(({ protocol = 'TCP' }) => protocol));
      for (const protocol of ['UDP', 'TCP']) {
        if (offered.has(protocol)) continue;
        yield {
          at,
          path: ['spec', 'ports'],
          message: `offers port 53 by ${[...offered].join()} and not by ${protocol}`,
        };
      }
      if (field(spec, 'externalTrafficPolicy') === 'Local') continue;
      const message = "hides who asks behind the node's address, so that allow-axfr-ips lets nobody in";
      yield { at, path: ['spec', 'externalTrafficPolicy'], message, severity: 'warning' };
    }
  },
};
