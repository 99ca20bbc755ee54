import { field, mapsOf, textsOf } from '../../kustomize/built.js';
import type { Bringer } from '../brought.js';
import { textAt } from '../facts.js';

const GROUP = 'postgresql.cnpg.io';
const PORTS = [5432, 'postgres'];
const USER_KEYS = [
  ...['username', 'user', 'password', 'dbname', 'host', 'port', 'pgpass'],
  ...['uri', 'jdbc-uri', 'fqdn-uri', 'fqdn-jdbc-uri'],
];

/** Services, accounts and Secrets of CloudNativePG's databases. */
export const CLOUDNATIVE_PG: readonly Bringer[] = [
  {
    group: GROUP,
    kind: 'Cluster',
    *brings({ id: { name }, object: { spec } }) {
      const disabled = textsOf(field(spec, 'managed', 'services', 'disabledDefaultServices'));
      for (const role of ['rw', 'ro', 'r']) {
        if (!disabled.includes(role)) yield { kind: 'Service', name: `${name}-${role}`, ports: PORTS };
      }
      for (const { serviceTemplate } of mapsOf(field(spec, 'managed', 'services', 'additional'))) {
        const service = textAt(serviceTemplate, 'metadata', 'name');
        if (service !== undefined) yield { kind: 'Service', name: service, ports: PORTS };
      }
      yield { kind: 'ServiceAccount', name };
      const bootstrap = field(spec, 'bootstrap');
      const given = ['initdb', 'recovery', 'pg_basebackup'].some((way) => textAt(bootstrap, way, 'secret', 'name'));
      if (!given) yield { kind: 'Secret', name: `${name}-app`, keys: USER_KEYS };
      if (field(spec, 'enableSuperuserAccess') === true && textAt(spec, 'superuserSecret', 'name') === undefined) {
        yield { kind: 'Secret', name: `${name}-superuser`, keys: USER_KEYS };
      }
      for (const [kind, key, keys] of CERTIFICATES) {
        if (textAt(spec, 'certificates', key) === undefined) yield { kind: 'Secret', name: `${name}-${kind}`, keys };
      }
    },
  },
  {
    group: GROUP,
    kind: 'Pooler',
    *brings({ id: { name } }) {
      yield { kind: 'Service', name, ports: [5432, 'pgbouncer'] };
      yield { kind: 'ServiceAccount', name };
    },
  },
];

/** Secrets that the operator makes unless a certificate is given. */
const CERTIFICATES = [
  ['ca', 'clientCASecret', ['ca.crt', 'ca.key']],
  ['server', 'serverTLSSecret', ['tls.crt', 'tls.key']],
  ['replication', 'replicationTLSSecret', ['tls.crt', 'tls.key']],
] as const;
