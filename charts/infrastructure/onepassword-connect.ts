import {
  allowIngress,
  type Cluster,
  DeclaredSecret,
  emptyDir,
  onePasswordConnect,
  podsOf,
  Unit,
  WebApp,
} from '../../lib/index.js';

const NAME = 'onepassword-connect';
const NAMESPACE = 'external-secrets';
const PORT = 8080;

/** Where External Secrets finds the server. */
export const ONEPASSWORD_CONNECT = `http://${NAME}.${NAMESPACE}.svc.cluster.local:${PORT}`;

/**
 * 1Password Connect: a copy of the vaults inside the cluster, read without the Internet (S4-30). It listens to
 * External Secrets alone, which shows a token of its own. What it opens the vaults with is sealed by `bootstrapSecrets`.
 */
export function onePasswordConnectServer(cluster: Cluster): Unit {
  const unit = new Unit(cluster.infrastructure(), NAME, { namespace: NAMESPACE });
  const { secrets, bootstrapSecrets: backend = secrets } = cluster.settings;
  const credentials = new DeclaredSecret(unit, NAME, onePasswordConnect(), { backend });
  const vaults = emptyDir({ sizeLimit: '256Mi' });
  const mounts = {
    '/home/opuser/.op/1password-credentials.json': credentials.files({ file: '1password-credentials.json' }),
    '/home/opuser/.op/data': vaults,
  };
  // Each of the two listens to the other on a port of its own.
  const env = { OP_HTTP_PORT: PORT, OP_BUS_PORT: 11220, OP_BUS_PEERS: 'localhost:11221' };
  const app = new WebApp(unit, NAME, {
    image: cluster.image('onepassword-connect-api'),
    port: PORT,
    user: 999,
    health: { path: '/heartbeat' },
    env,
    mounts,
    sidecars: {
      sync: {
        image: cluster.image('onepassword-connect-sync'),
        env: { OP_HTTP_PORT: PORT + 1, OP_BUS_PORT: 11221, OP_BUS_PEERS: 'localhost:11220' },
        mounts,
      },
    },
  });
  allowIngress(unit, NAME, {
    pods: app.selector,
    peers: [podsOf(NAMESPACE, { 'app.kubernetes.io/name': 'external-secrets' })],
    ports: [PORT],
  });
  return unit;
}
