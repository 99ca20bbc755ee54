import fc from 'fast-check';
import { authentik } from '../../../charts/apps/security/authentik.js';
import { ingressController } from '../../../charts/infrastructure/ingress-controller.js';
import { traefikConfig } from '../../../charts/infrastructure/traefik.js';
import {
  AppTemplate,
  type Area,
  BitnamiPostgresql,
  BitnamiRedis,
  type Cluster,
  certManager,
  claim,
  DeclaredSecret,
  edgeTls,
  externalSecrets,
  generated,
  type IngressNginxController,
  ingressNginx,
  onePassword,
  PersistentVolumeClaim,
  type SecretBackend,
  sealedSecrets,
  sops,
  traefik,
  traefikTcp,
  Unit,
  variable,
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
    /** Whether hosts are under a variable in place of the domain. */
    readonly isVariable: boolean;
    readonly fluxNamespace: 'flux-system' | 'gitops-system';
    /** K3s' own Traefik, or a controller for Ingresses in the terms of ingress-nginx. */
    readonly exposure: 'k3s' | IngressNginxController;
    readonly certificates: 'annotated' | 'explicit' | 'edge';
    readonly tcpTls: boolean;
    readonly backend: 'sops' | 'sealed-secrets' | 'external-secrets';
    readonly storageClass: string | undefined;
  };
  readonly services: readonly DrawnService[];
}

export interface DrawnService {
  readonly kind: 'postgresql' | 'redis' | 'web' | 'release' | 'authentik';
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
    ['postgresql', 'redis', 'authentik', 'app-template', 'ingress-nginx', 'traefik'].map((chart) => [
      chart,
      { repository: 'oci://registry.example.org/charts', chart, version: '1.0.0' },
    ]),
  ),
  images: { demo: { repository: 'ghcr.io/example/demo', tag: '1.2.3' } },
};
const API_GROUPS = [
  'traefik.io',
  'helm.cattle.io',
  'cert-manager.io',
  'bitnami.com',
  'external-secrets.io',
  'generators.external-secrets.io',
];
const DOMAIN = 'CLUSTER_DOMAIN';

/** Letters after the first keep names short, so that shrinking shows something readable. */
const label = fc.stringMatching(/^[a-z][a-z0-9]{0,9}(?:-[a-z0-9]{1,6})?$/);
const size = fc
  .tuple(fc.integer({ min: 1, max: 500 }), fc.constantFrom('Mi', 'Gi', 'Ti'))
  .map(([amount, unit]) => `${amount}${unit}`);

const service = fc.record({
  kind: fc.constantFrom('postgresql', 'redis', 'web', 'release', 'authentik'),
  name: label,
  // Few, so that services share one more often than not.
  namespace: fc.constantFrom('database', 'cache', 'shop', 'auth'),
  area: fc.option(label, { nil: undefined }),
  size,
  exposed: fc.constantFrom(true, true, false),
});

/** Units that bring no service of their own. */
const TAKEN = ['traefik', 'traefik-ingress', 'ingress-nginx', 'store', 'settings', 'infrastructure', 'apps', 'flux'];

/** Authentik only beside a PostgreSQL, and no second server on a plain TCP port: what the constructs refuse. */
function sensible({ cluster, services }: Drawn): Drawn {
  const first = services.find(({ kind }) => kind === 'postgresql');
  const seen = new Set<string>();
  const kept = services.flatMap((one) => {
    if (TAKEN.includes(one.name)) return [];
    if (one.kind === 'authentik')
      return first === undefined || !claimOnce(seen, one.kind) ? [] : [{ ...one, name: 'authentik' }];
    if (one.name === 'authentik') return [];
    const isWeb = one.kind === 'web' || one.kind === 'release';
    const isAlone = !one.exposed || isWeb || tcpTlsOf(cluster) || claimOnce(seen, one.kind);
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
      isVariable: fc.boolean(),
      fluxNamespace: fc.constantFrom('flux-system', 'gitops-system'),
      exposure: fc.constantFrom('k3s', 'ingress-nginx', 'traefik'),
      certificates: fc.constantFrom('annotated', 'explicit', 'edge'),
      tcpTls: fc.boolean(),
      backend: fc.constantFrom('sops', 'sealed-secrets', 'external-secrets'),
      storageClass: fc.option(label, { nil: undefined }),
    }),
    services: fc.uniqueArray(service, { minLength: 1, maxLength: 6, selector: ({ name }) => name }),
  })
  .map((drawn) => sensible(drawn as Drawn));

/** TLS for TCP needs certificates. */
export function tcpTlsOf({ tcpTls, certificates }: Drawn['cluster']): boolean {
  return tcpTls && certificates !== 'edge';
}

/** Full name of a host, as it is in the tree. */
export function hostOf({ domain, isVariable }: Drawn['cluster'], label: string): string {
  return `${label}.${isVariable ? variable(DOMAIN) : domain}`;
}

export interface Declared {
  readonly cluster: ResolvedCluster;
  /** Text of every file; only one law looks at it. */
  tree(): ClusterTree;
}

/** What synth makes of it, before anything is sealed; a problem of it is an error. */
export function declared({ cluster: drawn, services }: Drawn): Declared {
  const tcp = traefikTcp({ entryPoints: { postgresql: 5432, redis: 6379 }, tls: tcpTlsOf(drawn) });
  const ingress = drawn.exposure === 'k3s' ? undefined : ingressNginx({ controller: drawn.exposure });
  const store = onePassword({ connectHost: 'http://connect.example.net:8080', vaults: ['Home'] });
  const backends: Readonly<Record<typeof drawn.backend, () => SecretBackend>> = {
    sops,
    'sealed-secrets': sealedSecrets,
    'external-secrets': () => externalSecrets({ store }),
  };
  const definition = testCluster(
    {
      domain: drawn.isVariable ? variable(DOMAIN) : drawn.domain,
      ...(drawn.isVariable ? { variables: { [DOMAIN]: drawn.domain } } : {}),
      flux: { namespace: drawn.fluxNamespace },
      exposure: ingress ?? traefik(),
      tls:
        drawn.certificates === 'edge'
          ? edgeTls()
          : certManager({ issuer: 'le', explicit: drawn.certificates === 'explicit' }),
      tcp,
      secrets: backends[drawn.backend](),
      bootstrapSecrets: sops(),
      ...(drawn.storageClass === undefined ? {} : { storageClass: drawn.storageClass }),
      external: { apiGroups: Object.fromEntries(API_GROUPS.map((group) => [group, 'the test'])) },
    },
    (c) => {
      traefikConfig(c, { tcp });
      if (ingress !== undefined) ingressController(c, { ingress });
      if (drawn.backend === 'external-secrets') store.declare(new Unit(c.infrastructure(), 'store'));
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
  if (kind === 'release') {
    const secret = new DeclaredSecret(unit, `${name}-keys`, {
      SESSION_KEY: generated({ length: 32 }),
      API_KEY: generated({ length: 32 }),
    });
    const data = new PersistentVolumeClaim(unit, `${name}-data`, { size });
    const env = { API_KEY: secret.ref('API_KEY') };
    const mounts = { '/data': data.mount() };
    return new AppTemplate(unit, name, { image: 'demo', port: 8080, envFrom: [secret], env, mounts, ...host });
  }
  return new WebApp(unit, name, { image: c.image('demo'), port: 8080, mounts: { '/data': claim(size) }, ...host });
}
