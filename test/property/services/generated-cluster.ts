import fc from 'fast-check';
import { authentik } from '../../../charts/apps/security/authentik.js';
import { traefikConfig } from '../../../charts/infrastructure/traefik.js';
import {
  type Area,
  BitnamiPostgresql,
  BitnamiRedis,
  type Cluster,
  certManager,
  claim,
  edgeTls,
  ingressNginx,
  sealedSecrets,
  sops,
  traefik,
  traefikTcp,
  Unit,
  WebApp,
} from '../../../lib/index.js';
import type { ResolvedCluster } from '../../../lib/model/cluster.js';
import type { ClusterTree } from '../../../lib/model/tree.js';
import { render } from '../../../lib/synth/render.js';
import { resolve } from '../../../lib/synth/resolve.js';
import { snapshotOf, testCluster } from '../../support/test-cluster.js';

/** A cluster with services as somebody might declare it: names, places, sizes and strategies are drawn. */
export interface Drawn {
  readonly cluster: {
    readonly domain: string;
    readonly exposure: 'traefik' | 'ingress-nginx';
    readonly certificates: 'annotated' | 'explicit' | 'edge';
    readonly tcpTls: boolean;
    readonly backend: 'sops' | 'sealed-secrets';
    readonly storageClass: string | undefined;
  };
  readonly services: readonly DrawnService[];
}

export interface DrawnService {
  readonly kind: 'postgresql' | 'redis' | 'web' | 'authentik';
  /** Unique within the cluster. */
  readonly name: string;
  readonly namespace: string;
  /** Folder above the unit's, if any. */
  readonly area: string | undefined;
  readonly size: string;
  readonly exposed: boolean;
}

const VERSIONS = {
  charts: Object.fromEntries(
    ['postgresql', 'redis', 'authentik'].map((chart) => [
      chart,
      { repository: 'oci://registry.example.org/charts', chart, version: '1.0.0' },
    ]),
  ),
  images: { demo: { repository: 'ghcr.io/example/demo', tag: '1.2.3' } },
};
const API_GROUPS = ['traefik.io', 'helm.cattle.io', 'cert-manager.io', 'bitnami.com'];

/** Letters after the first keep names short, so that shrinking shows something readable. */
const label = fc.stringMatching(/^[a-z][a-z0-9]{0,9}(?:-[a-z0-9]{1,6})?$/);
const size = fc
  .tuple(fc.integer({ min: 1, max: 500 }), fc.constantFrom('Mi', 'Gi', 'Ti'))
  .map(([amount, unit]) => `${amount}${unit}`);

const service = fc.record({
  kind: fc.constantFrom('postgresql', 'redis', 'web', 'web', 'authentik'),
  name: label,
  // Few, so that services share one more often than not.
  namespace: fc.constantFrom('database', 'cache', 'shop', 'auth'),
  area: fc.option(label, { nil: undefined }),
  size,
  exposed: fc.constantFrom(true, true, false),
});

/** Units that bring no service of their own. */
const TAKEN = ['traefik', 'settings', 'infrastructure', 'apps', 'flux'];

/** Authentik only beside a PostgreSQL, and no second server on a plain TCP port: what the constructs refuse. */
function sensible({ cluster, services }: Drawn): Drawn {
  const first = services.find(({ kind }) => kind === 'postgresql');
  const seen = new Set<string>();
  const kept = services.flatMap((one) => {
    if (TAKEN.includes(one.name)) return [];
    if (one.kind === 'authentik')
      return first === undefined || !claimOnce(seen, one.kind) ? [] : [{ ...one, name: 'authentik' }];
    if (one.name === 'authentik') return [];
    const isAlone = !one.exposed || one.kind === 'web' || tcpTlsOf(cluster) || claimOnce(seen, one.kind);
    return [isAlone ? one : { ...one, exposed: false }];
  });
  return { cluster, services: kept };
}

function claimOnce(seen: Set<string>, what: string): boolean {
  const isFirst = !seen.has(what);
  seen.add(what);
  return isFirst;
}

export const drawnCluster: fc.Arbitrary<Drawn> = fc
  .record({
    cluster: fc.record({
      domain: fc.tuple(label, label).map((labels) => labels.join('.')),
      exposure: fc.constantFrom('traefik', 'ingress-nginx'),
      certificates: fc.constantFrom('annotated', 'explicit', 'edge'),
      tcpTls: fc.boolean(),
      backend: fc.constantFrom('sops', 'sealed-secrets'),
      storageClass: fc.option(label, { nil: undefined }),
    }),
    services: fc.uniqueArray(service, { minLength: 1, maxLength: 6, selector: ({ name }) => name }),
  })
  .map((drawn) => sensible(drawn as Drawn));

/** TLS for TCP needs certificates. */
export function tcpTlsOf({ tcpTls, certificates }: Drawn['cluster']): boolean {
  return tcpTls && certificates !== 'edge';
}

export interface Declared {
  readonly cluster: ResolvedCluster;
  /** Text of every file; only one law looks at it. */
  tree(): ClusterTree;
}

/** What synth makes of it, before anything is sealed; a problem of it is an error. */
export function declared({ cluster: drawn, services }: Drawn): Declared {
  const tcp = traefikTcp({ entryPoints: { postgresql: 5432, redis: 6379 }, tls: tcpTlsOf(drawn) });
  const definition = testCluster(
    {
      domain: drawn.domain,
      exposure: drawn.exposure === 'traefik' ? traefik() : ingressNginx(),
      tls:
        drawn.certificates === 'edge'
          ? edgeTls()
          : certManager({ issuer: 'le', explicit: drawn.certificates === 'explicit' }),
      tcp,
      secrets: drawn.backend === 'sops' ? sops() : sealedSecrets(),
      ...(drawn.storageClass === undefined ? {} : { storageClass: drawn.storageClass }),
      external: { apiGroups: Object.fromEntries(API_GROUPS.map((group) => [group, 'the test'])) },
    },
    (c) => {
      traefikConfig(c, { tcp });
      const servers = services.map((one) => declareService(c, one));
      const database = servers.find((server) => server instanceof BitnamiPostgresql)?.database;
      const identity = services.find(({ kind }) => kind === 'authentik');
      if (identity === undefined || database === undefined) return;
      authentik(c, { database, area: areaOf(c, identity), namespace: identity.namespace });
    },
  );
  const snapshot = snapshotOf(definition, { versions: VERSIONS, chartFiles: [] });
  const cluster = resolve(definition.declare(snapshot), snapshot.committed);
  if (cluster.problems.length > 0) throw new Error(JSON.stringify(cluster.problems));
  return { cluster, tree: () => render(cluster) };
}

function areaOf(c: Cluster, { area }: DrawnService): Area {
  return area === undefined ? c.apps() : c.apps(area);
}

function declareService(c: Cluster, one: DrawnService) {
  const { kind, name, size, exposed } = one;
  if (kind === 'authentik') return undefined;
  const unit = new Unit(areaOf(c, one), name, { namespace: one.namespace });
  const host = exposed ? { host: name } : {};
  if (kind === 'postgresql') {
    return new BitnamiPostgresql(unit, name, { image: 'postgres:17', database: name, size, ...host });
  }
  if (kind === 'redis') return new BitnamiRedis(unit, name, { image: 'redis:8', size, ...host });
  return new WebApp(unit, name, { image: c.image('demo'), port: 8080, mounts: { '/data': claim(size) }, ...host });
}
