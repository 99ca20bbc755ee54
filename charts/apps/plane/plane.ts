import {
  autoHttps,
  type Cluster,
  closeNamespace,
  DeclaredSecret,
  HelmApp,
  type JsonObject,
  type PlaneCredentials,
  planeCredentials,
  quota,
  Unit,
} from '../../../lib/index.js';

export interface PlaneOptions {
  /** What volumes and routes need. @default nothing */
  readonly dependsOn?: readonly Unit[];
}

/** Plane, on a PostgreSQL server that its PLANE_DB_URL names (S4-07). The chart brings its cache, queue and file store. */
export function plane(cluster: Cluster, { dependsOn = [] }: PlaneOptions = {}): Unit {
  const unit = new Unit(cluster.apps('plane'), 'plane', {
    dependsOn,
    podSecurity: { level: 'baseline', reason: "Plane's images run as root, and the chart has no setting for that" },
    timeout: '45m',
  });
  // Flux reads them when it releases, and again when one changes.
  const labels = { 'reconcile.fluxcd.io/watch': 'Enabled' };
  const secret = new DeclaredSecret(unit, 'plane-secret', planeCredentials(), { labels });
  new HelmApp(unit, 'plane', {
    chart: 'plane-ce',
    timeout: '15m',
    // The files that people upload are in volumes of the release.
    stateful: true,
    values: planeValues(cluster),
    valuesFrom: Object.entries(SECRET_VALUES).map(([valuesKey, targetPath]) => ({
      kind: 'Secret' as const,
      name: secret.name,
      valuesKey,
      targetPath,
    })),
    brings: Object.entries(PORTS).map(([part, port]) => ({ kind: 'Service', name: `plane-${part}`, ports: [port] })),
  });
  autoHttps(unit, {
    service: 'plane-web',
    port: PORTS.web,
    host: 'plane',
    access: { own: 'Plane asks for a login; the first visitor of /god-mode becomes its administrator' },
    paths: PATHS,
    annotations: { 'nginx.ingress.kubernetes.io/proxy-body-size': UPLOAD_LIMIT },
  });
  // The chart bounds only some of its containers.
  quota(unit, 'plane', {
    pods: 30,
    perContainer: {
      requests: { cpu: '25m', memory: '64Mi' },
      limits: { memory: '1Gi' },
      max: { memory: '2Gi' },
    },
  });
  closeNamespace(unit, { within: true, exposure: [...new Set(Object.values(PORTS))] });
  return unit;
}

/** Where the chart takes each secret value. */
const SECRET_VALUES: Readonly<Record<keyof PlaneCredentials, string>> = {
  PLANE_DB_URL: 'env.pgdb_remote_url',
  PLANE_SECRET_KEY: 'env.secret_key',
  PLANE_LIVE_SERVER_SECRET_KEY: 'env.live_server_secret_key',
  PLANE_RABBITMQ_PASSWORD: 'rabbitmq.default_password',
  PLANE_MINIO_PASSWORD: 'minio.root_password',
};

const PORTS = { web: 3000, api: 8000, live: 3000, space: 3000, admin: 3000, minio: 9000 } as const;

const BUCKET = 'uploads';
const UPLOAD_LIMIT = '50m';

const PATHS = {
  '/api': { service: 'plane-api', port: PORTS.api },
  '/auth': { service: 'plane-api', port: PORTS.api },
  '/live/': { service: 'plane-live', port: PORTS.live },
  '/spaces': { service: 'plane-space', port: PORTS.space },
  '/god-mode': { service: 'plane-admin', port: PORTS.admin },
  [`/${BUCKET}`]: { service: 'plane-minio', port: PORTS.minio },
};

function planeValues(cluster: Cluster): JsonObject {
  const { storageClass = '' } = cluster.settings;
  const image = (name: string) => cluster.image(name);
  const part = { pullPolicy: 'IfNotPresent', cpuRequest: '25m', memoryRequest: '128Mi' };
  return {
    // The route is ours; the chart needs the host for its links.
    ingress: { enabled: false, appHost: cluster.host('plane') },
    postgres: { local_setup: false },
    redis: { image: image('valkey'), storageClass, volumeSize: '1Gi' },
    rabbitmq: { image: image('rabbitmq'), storageClass, volumeSize: '1Gi' },
    minio: {
      image: image('minio'),
      image_mc: image('minio-client'),
      init_image: image('busybox'),
      storageClass,
      volumeSize: '20Gi',
      // Links to files are https, as the host is from outside.
      env: { minio_endpoint_ssl: true },
    },
    env: { docstore_bucket: BUCKET, doc_upload_size_limit: String(50 * 1024 * 1024) },
    web: part,
    space: part,
    admin: part,
    live: part,
    api: { ...part, memoryRequest: '256Mi' },
    worker: { ...part, memoryRequest: '256Mi' },
    beatworker: part,
  };
}
