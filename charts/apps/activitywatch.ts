import {
  type Cluster,
  ConfigFiles,
  claim,
  closeNamespace,
  LoginProxy,
  type OidcProvider,
  Unit,
  WebApp,
} from '../../lib/index.js';
import { ACTIVITYWATCH_REQUIREMENTS } from './activitywatch-requirements.js';

export interface ActivityWatchOptions {
  /** authentik, which the login in front of it asks. */
  readonly identity: OidcProvider;
}

const PORT = 5600;

/**
 * ActivityWatch's server (S3-79), as its project publishes it: a Python package. It was made for one desktop and has no
 * login, so that one stands in front of it.
 */
export function activityWatch(cluster: Cluster, { identity }: ActivityWatchOptions): Unit {
  const unit = new Unit(cluster.apps(), 'activitywatch');
  const packages = new ConfigFiles(unit, 'activitywatch', {
    'requirements.txt': ACTIVITYWATCH_REQUIREMENTS.join('\n'),
    'install.sh': INSTALL,
  });
  const image = cluster.image('python');
  const data = claim('5Gi');
  const app = new WebApp(unit, 'activitywatch', {
    image,
    command: ['python', '-m', 'aw_server', '--host', '0.0.0.0', '--port', String(PORT)],
    port: PORT,
    health: { path: '/api/0/info' },
    env: {
      TZ: cluster.timezone,
      PYTHONPATH: '/data/app',
      PYTHONDONTWRITEBYTECODE: 1,
      HOME: '/data',
      XDG_DATA_HOME: '/data',
      XDG_CONFIG_HOME: '/data/config',
      XDG_CACHE_HOME: '/tmp',
    },
    mounts: { '/data': data },
    initContainers: {
      install: {
        image,
        command: ['/bin/sh', '/packages/install.sh'],
        env: { HOME: '/tmp' },
        mounts: { '/data': data, '/packages': packages.mount() },
      },
    },
  });
  new LoginProxy(unit, 'activitywatch', { identity, app, host: 'activitywatch', groups: ['activitywatch-users'] });
  closeNamespace(unit);
  return unit;
}

const INSTALL = `#!/bin/sh
# Installs the packages into the volume, once for each list of them: a restart needs no network.
set -eu

version=$(sha256sum /packages/requirements.txt | cut -c 1-16)
if [ -e "/data/app/.$version" ]; then exit 0; fi
rm -rf /data/app
pip install --no-cache-dir --no-deps --target /data/app --requirement /packages/requirements.txt
touch "/data/app/.$version"
`;
