import {
  asked,
  type Cluster,
  ConfigFiles,
  DeclaredSecret,
  existingClaim,
  googleServiceAccount,
  ScheduledJob,
  Unit,
  type WebApp,
} from '../../../lib/index.js';

export interface GoogleDriveSyncOptions {
  /** The app whose files are copied; its volume has its name. */
  readonly of: { readonly unit: Unit; readonly app: WebApp };
}

/**
 * A copy of what Syncthing holds, in Google Drive, every night (S3-80). A service account owns no storage of its own, so
 * the copy goes to a shared drive that it is a member of. What is deleted or changed stays there for 30 days.
 */
export function googleDriveSync(cluster: Cluster, { of }: GoogleDriveSyncOptions): Unit {
  const unit = new Unit(cluster.apps('sync'), 'google-drive-sync', { dependsOn: [of.unit] });
  const keys = googleServiceAccount().with({
    'shared-drive': asked('Id of the shared drive for copies: the last part of its address', {
      placeholder: '0APlaceholderOfASharedDrive',
    }),
  });
  const account = new DeclaredSecret(unit, 'google-drive', keys);
  const script = new ConfigFiles(unit, 'google-drive-sync', { 'sync.sh': SCRIPT });
  new ScheduledJob(unit, 'google-drive-sync', {
    schedule: '15 2 * * *',
    image: cluster.image('rclone'),
    command: ['/bin/sh', '/scripts/sync.sh'],
    env: {
      HOME: '/tmp',
      RCLONE_CONFIG: '/tmp/rclone.conf',
      RCLONE_CONFIG_DRIVE_TYPE: 'drive',
      RCLONE_CONFIG_DRIVE_SCOPE: 'drive',
      RCLONE_CONFIG_DRIVE_SERVICE_ACCOUNT_FILE: '/account/service-account.json',
      RCLONE_CONFIG_DRIVE_TEAM_DRIVE: account.ref('shared-drive'),
      KEEP: '30d',
    },
    mounts: {
      '/scripts': script.mount(),
      '/account': account.files({ mode: 0o400 }),
      '/source': { ...existingClaim(of.app.name), readOnly: true },
    },
    beside: of.app,
    timeoutMinutes: 360,
    resources: { requests: { cpu: '50m', memory: '128Mi' }, limits: { memory: '512Mi' } },
  });
  return unit;
}

const SCRIPT = `#!/bin/sh
# Makes the copy equal to the source. What that removes or overwrites moves to a folder of the day.
set -eu

rclone sync /source drive:syncthing/current \\
  --exclude '/config/**' \\
  --backup-dir "drive:syncthing/replaced/$(date +%Y-%m-%d)" \\
  --fast-list --transfers 4 --stats 5m --stats-one-line

rclone delete drive:syncthing/replaced --min-age "$KEEP"
rclone rmdirs drive:syncthing/replaced --leave-root
`;
