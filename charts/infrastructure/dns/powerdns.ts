import {
  type Cluster,
  checksumAnnotations,
  DeclaredSecret,
  HelmApp,
  type MariadbServer,
  powerdnsApiKey,
  template,
  Unit,
} from '../../../lib/index.js';
import { POWERDNS } from './powerdns-place.js';

export interface PowerdnsProps {
  readonly database: MariadbServer;
  /** Where the world asks, and where the secondary fetches the zone. */
  readonly address: string;
  /** What gives out that address. */
  readonly pools: Unit;
  /** The name server that the world knows: a secondary outside of the cluster (S3-55). */
  readonly secondary: { readonly host: string; readonly address: string };
  /** Networks that may transfer the zone besides the secondary (S3-48). */
  readonly transferTo: readonly string[];
}

export interface Powerdns {
  readonly unit: Unit;
  /** The secret with the key of its HTTP API. */
  readonly apiKey: DeclaredSecret<'api-key'>;
}

/**
 * PowerDNS, hidden primary of the cluster's zone, by a chart of our own in the tree (S3-44 to S3-50). Its API key is in
 * the store, since people use it, too (S3-49).
 */
export function powerdns(cluster: Cluster, props: PowerdnsProps): Powerdns {
  const { address, pools, secondary, transferTo } = props;
  const { database, podLabels } = props.database;
  const { api, namespace } = POWERDNS;
  const unit = new Unit(cluster.infrastructure('dns'), 'powerdns', { dependsOn: [database.unit, pools] });
  const apiKey = new DeclaredSecret(unit, 'powerdns', powerdnsApiKey({ fromStore: true }));
  const credentials = new DeclaredSecret(unit, 'powerdns-credentials', {
    'credentials.conf': template('api-key={key}\ngmysql-password={password}\n', {
      key: apiKey.operand('api-key'),
      password: database.password,
    }),
  });
  const password = database.passwordFor(unit);
  new HelmApp(unit, 'powerdns', {
    chart: { gitRepository: cluster.fluxNamespace, path: `./kubernetes/${cluster.name}/helm/powerdns` },
    values: {
      image: cluster.image('powerdns'),
      clientImage: cluster.image('mariadb'),
      config: {
        // Words that the server reads as text; the chart refuses a boolean (trap 60).
        'disable-axfr': 'no',
        'allow-axfr-ips': [...transferTo, secondary.address].join(),
        primary: 'yes',
        // The secondary alone, and by its address: looking up name servers would need a resolver.
        'also-notify': secondary.address,
        'only-notify': '',
        'default-soa-content': `${secondary.host} hostmaster.@ 0 10800 3600 604800 3600`,
        'version-string': 'anonymous',
        'security-poll-suffix': '',
      },
      database: {
        host: database.host,
        port: database.port,
        name: database.name,
        user: database.user,
        password: { secret: password.secretName, key: password.key },
      },
      credentials: credentials.name,
      dns: { annotations: { ...cluster.settings.loadBalancer.annotations(address) } },
      api: { port: api.port },
      network: {
        apiFrom: [namespace, 'cert-manager'],
        databasePods: { ...podLabels },
        notifyTo: [`${secondary.address}/32`],
      },
      podAnnotations: checksumAnnotations([credentials, password.secret]),
    },
    brings: [
      { kind: 'Service', name: api.service, ports: [api.port, 'api'] },
      { kind: 'Service', name: 'powerdns', ports: [53, 'dns-udp', 'dns-tcp'] },
    ],
  });
  return { unit, apiKey };
}
