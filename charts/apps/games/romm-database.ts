import {
  AppTemplate,
  allowIngress,
  type DatabaseConnection,
  DeclaredSecret,
  emptyDir,
  mariadbCredentials,
  nfs,
  PersistentVolumeClaim,
  podsOf,
  ScheduledJob,
  type Unit,
} from '../../../lib/index.js';

const NAME = 'romm-mariadb';
const PORT = 3306;

/** User and group of the image. */
const MYSQL = 999;

export interface RommDatabaseOptions {
  readonly backups: { readonly server: string; readonly path: string };
}

/** MariaDB for RomM alone, dumped to another machine every night: its volume is on one node's disk. */
export function rommDatabase(
  unit: Unit,
  { backups }: RommDatabaseOptions,
): { readonly release: AppTemplate; readonly connection: DatabaseConnection } {
  const image = 'mariadb';
  const secret = new DeclaredSecret(unit, NAME, mariadbCredentials({ username: 'romm' }));
  const data = new PersistentVolumeClaim(unit, 'database-data', { name: NAME, size: '10Gi' });
  const release = new AppTemplate(unit, NAME, {
    image,
    port: PORT,
    user: MYSQL,
    health: { command: ['healthcheck.sh', '--connect', '--innodb_initialized'], startSeconds: 300 },
    env: {
      MARIADB_ROOT_PASSWORD: secret.ref('mariadb-root-password'),
      MARIADB_USER: secret.ref('username'),
      MARIADB_PASSWORD: secret.ref('mariadb-password'),
      MARIADB_DATABASE: secret.ref('database'),
      MARIADB_AUTO_UPGRADE: 1,
    },
    resources: { requests: { cpu: '50m', memory: '256Mi' }, limits: { memory: '1Gi' } },
    mounts: { '/var/lib/mysql': data.mount(), '/run/mysqld': emptyDir({ memory: true, sizeLimit: '16Mi' }) },
  });
  const job = new ScheduledJob(unit, `${NAME}-dump`, {
    schedule: '15 2 * * *',
    image: unit.cluster.image(image),
    user: MYSQL,
    command: ['/bin/sh', '-ec', DUMP],
    env: {
      HOST: NAME,
      USER: secret.ref('username'),
      MYSQL_PWD: secret.ref('mariadb-password'),
      DATABASE: secret.ref('database'),
    },
    mounts: { '/backups': nfs(backups.server, backups.path) },
  });
  allowIngress(unit, NAME, {
    pods: release.selector,
    peers: ['romm', job.name].map((name) => podsOf(unit.namespace, { 'app.kubernetes.io/name': name })),
    ports: [PORT],
  });
  const password = secret.operand('mariadb-password');
  return { release, connection: { host: NAME, port: PORT, name: 'romm', user: 'romm', password } };
}

/** A dump has its name only once it is whole; those of the last two weeks are kept. */
const DUMP = `mariadb-dump --host="$HOST" --user="$USER" --single-transaction --no-tablespaces --result-file=/tmp/dump.sql "$DATABASE"
gzip /tmp/dump.sql
cp /tmp/dump.sql.gz /backups/.part
mv /backups/.part "/backups/$DATABASE-$(date +%Y-%m-%d).sql.gz"
find /backups -name "$DATABASE-*.sql.gz" -mtime +14 -delete`;
