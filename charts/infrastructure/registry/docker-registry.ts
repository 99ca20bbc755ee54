import {
  type CloudflareTunnel,
  type Cluster,
  ConfigFiles,
  claim,
  DeclaredSecret,
  existingClaim,
  generated,
  registryUser,
  ScheduledJob,
  Unit,
  WebApp,
} from '../../../lib/index.js';
import { cleanupScript } from './cleanup-script.js';
import { REGISTRY, REGISTRY_HOST } from './credentials.js';

/** The private registry behind the tunnel: one user, one volume, old tags removed at night (S1-10, S1-12, S1-89). */
export function dockerRegistry(cluster: Cluster, { tunnel }: { tunnel: CloudflareTunnel }): Unit {
  const { name, port } = REGISTRY;
  const unit = new Unit(cluster.infrastructure(REGISTRY.namespace), name);
  const keys = registryUser('n8n').with({ 'http-secret': generated({ length: 32 }) });
  const secret = new DeclaredSecret(unit, name, keys);
  const config = new ConfigFiles(unit, name, { 'config.yml': CONFIG });
  const image = cluster.image('docker-registry');
  const app = new WebApp(unit, name, {
    image,
    port,
    health: { path: '/' },
    metrics: { path: '/metrics', port: 5001 },
    env: { REGISTRY_HTTP_SECRET: secret.ref('http-secret'), OTEL_TRACES_EXPORTER: 'none' },
    mounts: {
      '/etc/distribution': config.mount(),
      '/auth/htpasswd': secret.files({ file: 'htpasswd' }),
      '/var/lib/registry': claim('50Gi'),
    },
  });
  const access = { own: 'the registry asks for its user and password' };
  tunnel.route(unit, { host: REGISTRY_HOST, service: name, port, access });

  const script = new ConfigFiles(unit, 'registry-cleanup', {
    'cleanup.sh': cleanupScript({ repositories: 'dynamic-apps', keep: 10 }),
  });
  new ScheduledJob(unit, 'registry-cleanup', {
    schedule: '30 3 * * *',
    image,
    command: ['/bin/sh', '/scripts/cleanup.sh'],
    env: { OTEL_TRACES_EXPORTER: 'none' },
    beside: app,
    mounts: {
      '/etc/distribution': config.mount(),
      '/scripts': script.mount(),
      '/var/lib/registry': existingClaim(name),
    },
  });
  return unit;
}

/** https://distribution.github.io/distribution/about/configuration/ */
const CONFIG = {
  version: 0.1,
  log: { level: 'info' },
  // No cache of blob descriptors: it would still know what the nightly clean-up removed.
  storage: { filesystem: { rootdirectory: '/var/lib/registry' }, delete: { enabled: true } },
  auth: { htpasswd: { realm: 'registry', path: '/auth/htpasswd' } },
  http: {
    addr: ':5000',
    // The same registry is reached by HTTPS from outside and by HTTP inside the cluster.
    relativeurls: true,
    headers: { 'X-Content-Type-Options': ['nosniff'] },
    debug: { addr: ':5001', prometheus: { enabled: true, path: '/metrics' } },
  },
  health: { storagedriver: { enabled: true, interval: '10s', threshold: 3 } },
};
