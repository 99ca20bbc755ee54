import {
  AppTemplate,
  type Cluster,
  ConfigFiles,
  DeclaredSecret,
  emptyDir,
  nfs,
  PersistentVolumeClaim,
  rommCredentials,
  Unit,
} from '../../../lib/index.js';
import { rommDatabase } from './romm-database.js';

export interface RommOptions {
  /** NFS export with the games, in a folder for each platform. */
  readonly library: { readonly server: string; readonly path: string };
  /** NFS export for the nightly dumps of the database. */
  readonly backups: { readonly server: string; readonly path: string };
  /** What volumes and routes need. @default nothing */
  readonly dependsOn?: readonly Unit[];
}

/** RomM with its database: a library of games, with saves that people upload (S4-03 to S4-06). */
export function romm(cluster: Cluster, { library, backups, dependsOn = [] }: RommOptions): Unit {
  const unit = new Unit(cluster.apps('games'), 'romm', {
    dependsOn,
    podSecurity: { level: 'baseline', reason: 'the library is an NFS export, a volume that restricted does not allow' },
    // 1 GB of images, then the tables.
    timeout: '30m',
  });
  const database = rommDatabase(unit, { backups });
  const secret = new DeclaredSecret(unit, 'romm-secret', rommCredentials({ database: database.connection }));
  const config = new ConfigFiles(unit, 'romm-config', { 'config.yml': CONFIG });
  // Uploaded saves, covers and the job queue; the games themselves are on the NFS server.
  const data = new PersistentVolumeClaim(unit, 'romm-data', { size: '20Gi' }).mount();
  new AppTemplate(unit, 'romm', {
    port: 8080,
    host: 'romm',
    access: { own: 'RomM asks for a login' },
    // A game on a disc is large; the controller must neither refuse nor buffer its upload.
    routeAnnotations: {
      'nginx.ingress.kubernetes.io/proxy-body-size': '0',
      'nginx.ingress.kubernetes.io/proxy-request-buffering': 'off',
      'nginx.ingress.kubernetes.io/proxy-read-timeout': '3600',
    },
    after: [database.release],
    timeout: '10m',
    health: { path: '/api/heartbeat', startSeconds: 300 },
    env: { TZ: cluster.timezone, ROMM_BASE_URL: `https://${cluster.host('romm')}`, ENABLE_SCHEDULED_RESCAN: true },
    envFrom: [secret],
    // Its nginx writes its own configuration at each start.
    writableRoot: true,
    resources: { requests: { cpu: '50m', memory: '512Mi' }, limits: { memory: '2Gi' } },
    mounts: {
      '/romm/resources': { ...data, subPath: 'resources' },
      '/romm/assets': { ...data, subPath: 'assets' },
      '/redis-data': { ...data, subPath: 'redis' },
      '/romm/library': nfs(library.server, library.path),
      '/romm/config': config.mount(),
      // Unpacking is done in memory, so that the disk does not wear.
      '/tmp': emptyDir({ memory: true, sizeLimit: '1Gi' }),
    },
  });
  return unit;
}

/** What a scan leaves out. */
const CONFIG = {
  exclude: {
    roms: {
      single_file: { extensions: ['txt', 'xml', 'nfo'] },
      multi_file: { names: ['.stfolder', '@eaDir'] },
    },
  },
  scan: { priority: { region: ['eu', 'us', 'wor', 'jp'], language: ['en'] } },
};
