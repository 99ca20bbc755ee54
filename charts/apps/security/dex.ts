import {
  type Cluster,
  ConfigFiles,
  claim,
  DeclaredSecret,
  dexClient,
  dexPasswordHashes,
  dexUsers,
  Unit,
  WebApp,
} from '../../../lib/index.js';

export interface DexOptions {
  /** Cloudflare's name of the Zero Trust team: `<team>.cloudflareaccess.com`. */
  readonly cloudflareTeam: string;
  /** Names of the users that prove the login. @default one, 'test' */
  readonly testUsers?: readonly string[];
}

/** Dex as the identity provider of Cloudflare Access: small, with its users in its config (S1-71). */
export function dex(cluster: Cluster, { cloudflareTeam, testUsers = ['test'] }: DexOptions): Unit {
  const unit = new Unit(cluster.apps('security'), 'dex');
  // Apart from the hashes: the pod never sees a password.
  const passwords = new DeclaredSecret(unit, 'dex-test-users', dexUsers(testUsers));
  const hashes = new DeclaredSecret(unit, 'dex-hashes', dexPasswordHashes(testUsers, passwords));
  const client = new DeclaredSecret(unit, 'dex-cloudflare-access', dexClient());
  const config = new ConfigFiles(unit, 'dex', {
    'config.yaml': {
      issuer: `https://${cluster.host('dex')}`,
      // Signing keys and sessions only, so a file is enough: no rights in the cluster, no database to wait for.
      storage: { type: 'sqlite3', config: { file: '/var/dex/dex.db' } },
      web: { http: '0.0.0.0:5556' },
      telemetry: { http: '0.0.0.0:5558' },
      oauth2: { skipApprovalScreen: true },
      staticClients: [
        {
          id: 'cloudflare-access',
          name: 'Cloudflare Access',
          secretEnv: 'CLOUDFLARE_ACCESS_SECRET',
          redirectURIs: [`https://${cloudflareTeam}.cloudflareaccess.com/cdn-cgi/access/callback`],
        },
      ],
      enablePasswordDB: true,
      staticPasswords: testUsers.map((name) => ({
        email: `${name}@${cluster.settings.domain}`,
        username: name,
        // Dex's own id of the user, which must stay the same.
        userID: name,
        hashFromEnv: hashVariable(name),
      })),
    },
  });
  new WebApp(unit, 'dex', {
    image: cluster.image('dex'),
    args: ['dex', 'serve', '/etc/dex/config/config.yaml'],
    port: 5556,
    host: 'dex',
    access: { own: 'Dex is the login' },
    user: 1001,
    health: { path: '/healthz/ready', port: 5558 },
    metrics: { path: '/metrics', port: 5558 },
    env: {
      CLOUDFLARE_ACCESS_SECRET: client.ref('secret'),
      ...Object.fromEntries(testUsers.map((name) => [hashVariable(name), hashes.ref(name)])),
    },
    mounts: { '/etc/dex/config': config.mount(), '/var/dex': claim('100Mi') },
  });
  return unit;
}

function hashVariable(user: string): string {
  return `HASH_OF_${user.toUpperCase().replace(/[^A-Z0-9]/g, '_')}`;
}
