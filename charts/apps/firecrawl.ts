import {
  allowDns,
  allowEgress,
  allowIngress,
  allowInternet,
  type Cluster,
  claim,
  DeclaredSecret,
  denyAll,
  emptyDir,
  firecrawlCredentials,
  generated,
  podsOf,
  Unit,
  Valkey,
  WebApp,
} from '../../lib/index.js';

/** Where Firecrawl's API answers inside the cluster. */
export const FIRECRAWL = { namespace: 'firecrawl', port: 3002 } as const;

/**
 * Firecrawl for the cluster's own use (S3-81): API and workers, a browser, PostgreSQL with its tables, and two queues.
 * It opens whatever address it is told, so that its network ends at the cluster's and the home's own addresses.
 */
export function firecrawl(cluster: Cluster): Unit {
  const unit = new Unit(cluster.apps(), FIRECRAWL.namespace, { timeout: '15m' });
  const keys = firecrawlCredentials().with({
    POSTGRES_PASSWORD: generated({ length: 32, rotation: 'the database keeps the old password until ALTER ROLE' }),
    RABBITMQ_PASSWORD: generated({ length: 32 }),
  });
  const secret = new DeclaredSecret(unit, 'firecrawl', keys);
  const valkey = new Valkey(unit, 'firecrawl-valkey', { megabytes: 256 });
  const rabbitmq = new WebApp(unit, 'firecrawl-rabbitmq', {
    image: cluster.image('rabbitmq'),
    port: 5672,
    portName: 'amqp',
    user: 100,
    writableRoot: true,
    env: { RABBITMQ_DEFAULT_USER: 'firecrawl', RABBITMQ_DEFAULT_PASS: secret.ref('RABBITMQ_PASSWORD') },
    mounts: { '/var/lib/rabbitmq': emptyDir({ sizeLimit: '2Gi' }) },
    resources: { requests: { cpu: '50m', memory: '192Mi' }, limits: { memory: '512Mi' } },
  });
  const postgres = new WebApp(unit, 'firecrawl-postgres', {
    image: cluster.image('firecrawl-postgres'),
    port: 5432,
    portName: 'postgresql',
    user: 999,
    env: {
      POSTGRES_USER: 'postgres',
      POSTGRES_DB: 'postgres',
      POSTGRES_PASSWORD: secret.ref('POSTGRES_PASSWORD'),
      PGDATA: '/var/lib/postgresql/data/pgdata',
    },
    mounts: {
      '/var/lib/postgresql/data': claim('5Gi'),
      '/var/run/postgresql': emptyDir(),
      '/dev/shm': emptyDir({ memory: true, sizeLimit: '128Mi' }),
    },
    resources: { requests: { cpu: '50m', memory: '192Mi' }, limits: { memory: '768Mi' } },
  });
  const browser = new WebApp(unit, 'firecrawl-playwright', {
    image: cluster.image('firecrawl-playwright'),
    port: 3000,
    // Its browser and its caches are wherever its image has put them.
    writableRoot: true,
    env: { PORT: 3000, HOME: '/tmp', MAX_CONCURRENT_PAGES: 4, BLOCK_MEDIA: true, ALLOW_LOCAL_WEBHOOKS: false },
    mounts: { '/dev/shm': emptyDir({ memory: true, sizeLimit: '512Mi' }) },
    health: { startSeconds: 120 },
    resources: { requests: { cpu: '100m', memory: '384Mi' }, limits: { memory: '2Gi' } },
  });
  const redis = `redis://:$(REDIS_PASSWORD)@${valkey.host}:${valkey.port}`;
  new WebApp(unit, 'firecrawl', {
    image: cluster.image('firecrawl'),
    command: ['node', 'dist/src/harness.js', '--start-docker'],
    port: FIRECRAWL.port,
    writableRoot: true,
    health: { startSeconds: 300 },
    env: {
      HOME: '/tmp',
      HOST: '0.0.0.0',
      PORT: FIRECRAWL.port,
      ENV: 'local',
      USE_DB_AUTHENTICATION: false,
      LOGGING_LEVEL: 'info',
      NUM_WORKERS_PER_QUEUE: 4,
      CRAWL_CONCURRENT_REQUESTS: 4,
      MAX_CONCURRENT_JOBS: 4,
      BULL_AUTH_KEY: secret.ref('BULL_AUTH_KEY'),
      TEST_API_KEY: secret.ref('TEST_API_KEY'),
      // Kubernetes fills in $(…) with what stands above.
      REDIS_PASSWORD: valkey.password,
      REDIS_URL: redis,
      REDIS_RATE_LIMIT_URL: redis,
      PLAYWRIGHT_MICROSERVICE_URL: `http://${browser.name}:${browser.port}/scrape`,
      POSTGRES_PASSWORD: secret.ref('POSTGRES_PASSWORD'),
      POSTGRES_HOST: postgres.name,
      POSTGRES_PORT: postgres.port,
      POSTGRES_USER: 'postgres',
      POSTGRES_DB: 'postgres',
      NUQ_DATABASE_URL: `postgresql://postgres:$(POSTGRES_PASSWORD)@${postgres.name}:${postgres.port}/postgres`,
      RABBITMQ_PASSWORD: secret.ref('RABBITMQ_PASSWORD'),
      NUQ_RABBITMQ_URL: `amqp://firecrawl:$(RABBITMQ_PASSWORD)@${rabbitmq.name}:${rabbitmq.port}`,
    },
    resources: { requests: { cpu: '200m', memory: '1Gi' }, limits: { memory: '4Gi' } },
  });
  policies(unit);
  return unit;
}

function policies(unit: Unit): void {
  denyAll(unit);
  allowDns(unit);
  allowInternet(unit);
  const own = [podsOf(unit.namespace)];
  allowIngress(unit, 'allow-namespace', { peers: own });
  allowEgress(unit, 'allow-to-namespace', { peers: own });
  const servers = podsOf('mcp', { 'app.kubernetes.io/name': 'firecrawl-mcp' });
  const pods = { 'app.kubernetes.io/name': 'firecrawl' };
  allowIngress(unit, 'allow-mcp', { pods, peers: [servers], ports: [FIRECRAWL.port] });
}
