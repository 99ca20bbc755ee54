import {
  type AccountRef,
  type Cluster,
  ConfigFiles,
  type ContainerProps,
  claim,
  closeNamespace,
  type Database,
  DeclaredSecret,
  emptyDir,
  gitSshKey,
  type Mount,
  n8nCredentials,
  ServiceAccount,
  serviceAccountToken,
  Unit,
  WebApp,
} from '../../../lib/index.js';
import { BUILD_SECURITY, buildahContainer, buildStorage, pushAccess } from './buildah-container.js';
import { buildahScripts } from './buildah-scripts.js';
import { gitConfig, SSH_FOLDER } from './git-config.js';

export interface N8nOptions {
  readonly database: Database;
  /** `pods`: builds are pods of the unit buildah; `sidecar`: a container beside n8n builds (S1-35). @default 'pods' */
  readonly builds?: 'pods' | 'sidecar';
}

/** The only folder besides its own that n8n's file nodes may read and write (n8n 2.x). */
const FILES = '/home/node/.n8n-files';

/** n8n with PostgreSQL, Git over SSH, and Code nodes in a container that holds no secrets (S1-41, S1-42, S1-53). */
export function n8n(cluster: Cluster, { database, builds = 'pods' }: N8nOptions): { unit: Unit; account: AccountRef } {
  const unit = new Unit(cluster.apps('automation'), 'n8n', {
    ...(builds === 'sidecar' ? { podSecurity: BUILD_SECURITY } : {}),
    // The first start fetches 1 GB of images and creates the tables.
    timeout: '15m',
  });
  const account = new ServiceAccount(unit, 'n8n');
  const secret = new DeclaredSecret(unit, 'n8n', n8nCredentials());
  const ssh = new DeclaredSecret(unit, 'git-ssh-secret', gitSshKey({ comment: `n8n@${cluster.settings.domain}` }));
  const git = new ConfigFiles(unit, 'git-config', { gitconfig: gitConfig(cluster) });
  const image = cluster.image('n8n');
  const url = `https://${cluster.host('n8n')}/`;
  const workspace = emptyDir({ sizeLimit: '2Gi' });

  new WebApp(unit, 'n8n', {
    image,
    port: 5678,
    host: 'n8n',
    access: { own: 'n8n asks for a login; each webhook says for itself who may call it' },
    health: { path: '/healthz', startSeconds: 300 },
    metrics: { path: '/metrics' },
    serviceAccount: account.name,
    automountToken: false,
    resources: { requests: { cpu: '100m', memory: '384Mi' }, limits: { memory: '1Gi' } },
    env: {
      TZ: cluster.timezone,
      GENERIC_TIMEZONE: cluster.timezone,
      N8N_HOST: cluster.host('n8n'),
      N8N_PROTOCOL: 'https',
      N8N_PROXY_HOPS: 1,
      N8N_EDITOR_BASE_URL: url,
      WEBHOOK_URL: url,
      N8N_ENCRYPTION_KEY: secret.ref('encryptionKey'),
      N8N_METRICS: true,
      N8N_METRICS_INCLUDE_MESSAGE_EVENT_BUS_METRICS: true,
      N8N_DIAGNOSTICS_ENABLED: false,
      N8N_RUNNERS_MODE: 'external',
      N8N_RUNNERS_AUTH_TOKEN: secret.ref('runnersToken'),
      NODE_OPTIONS: '--max-old-space-size=768',
      NODE_EXTRA_CA_CERTS: `${FILES}/kubernetes/ca.crt`,
      DB_TYPE: 'postgresdb',
      ...database.env(unit, 'DB_POSTGRESDB_'),
    },
    mounts: {
      '/home/node': emptyDir({ sizeLimit: '1Gi' }),
      '/home/node/.n8n': claim('10Gi'),
      '/home/node/.gitconfig': git.mount({ file: 'gitconfig' }),
      [SSH_FOLDER]: ssh.files({ mode: 0o400 }),
      [`${FILES}/kubernetes`]: serviceAccountToken(),
      ...(builds === 'sidecar' ? { [`${FILES}/workspace`]: workspace } : {}),
    },
    // The image has both today, but no package manager to bring them back.
    initContainers: { 'check-git': { image, command: ['/bin/sh', '-c', 'git --version && ssh -V'] } },
    sidecars: {
      runners: {
        image: cluster.image('n8n-runners'),
        env: {
          N8N_RUNNERS_AUTH_TOKEN: secret.ref('runnersToken'),
          N8N_RUNNERS_TASK_BROKER_URI: 'http://127.0.0.1:5679',
          N8N_RUNNERS_AUTO_SHUTDOWN_TIMEOUT: 15,
        },
        resources: { requests: { cpu: '20m', memory: '96Mi' }, limits: { memory: '512Mi' } },
      },
      ...(builds === 'sidecar' ? { buildah: buildSidecar(unit, workspace) } : {}),
    },
  });
  closeNamespace(unit, { exposure: [5678], prometheus: [5678] });
  return { unit, account };
}

/** Option B: the container works off what n8n puts into the workspace. It needs no rights in the cluster's API. */
function buildSidecar(unit: Unit, workspace: Mount): ContainerProps {
  const push = pushAccess(unit);
  return buildahContainer(unit, buildahScripts(unit, 'sidecar').mount(), 'worker.sh', {
    env: push.env,
    mounts: { ...buildStorage(), ...push.mounts, '/workspace': workspace },
  });
}
