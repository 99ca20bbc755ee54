import { Lazy } from 'cdk8s';
import { Construct } from 'constructs';
import { Cluster, Database as DatabaseObject, ScheduledBackup } from '../../../imports/postgresql.cnpg.io.js';
import type { Resources } from '../app/container.js';
import { DeclaredSecret } from '../declared-secret.js';
import { dnsLabel, quantity } from '../format.js';
import { basicAuth } from '../secrets/templates/basic-auth.js';
import { type Unit, unitOf } from '../unit.js';
import { Database } from './database.js';
import {
  backupCredentials,
  barmanObjectStore,
  checkBackup,
  OBJECT_STORE_ENV,
  type PostgresBackup,
} from './postgres-backup.js';
import { postgresPodMonitor } from './postgres-pod-monitor.js';
import { checkRecovery, type PostgresRecovery, recoverySpec } from './postgres-recovery.js';

export interface PostgresClusterProps {
  /** An operand image whose tag is pinned; in-tree backups need one of the `-system-` images. */
  readonly image: string;
  /** Size of each instance's volume, such as `10Gi`. */
  readonly size: string;
  /** One on each node at most makes sense; with one there is no failover. @default 1 */
  readonly instances?: number;
  /** @default 100m CPU and 256Mi, limited to 1Gi, which fits a node with 8 GB beside other apps */
  readonly resources?: Resources;
  /** Settings of postgresql.conf. @default CloudNativePG's */
  readonly parameters?: Readonly<Record<string, string>>;
  /** @default no backup, no point-in-time recovery */
  readonly backup?: PostgresBackup;
  /** Needs `backup`. @default an empty cluster */
  readonly recovery?: PostgresRecovery;
  /** File of the Cluster object, where a path is normative. @default from kind and name */
  readonly file?: string;
}

const DEFAULT_RESOURCES: Resources = {
  requests: { cpu: '100m', memory: '256Mi' },
  limits: { memory: '1Gi' },
};

/** PostgreSQL by CloudNativePG: the cluster, its scheduled backup, its metrics, and databases on request (S1-80 to S1-82). */
export class PostgresCluster extends Construct {
  readonly name: string;
  /** Host of the primary, which follows a failover. */
  readonly host: string;
  private readonly unit: Unit;
  private readonly databases = new Map<string, Database>();

  constructor(scope: Construct, name: string, props: PostgresClusterProps) {
    super(scope, name);
    const { instances = 1, backup } = props;
    this.name = name;
    this.unit = unitOf(this);
    this.host = `${name}-rw.${this.unit.namespace}.svc.cluster.local`;
    this.unit.expect(dnsLabel, 'PostgresCluster name', name);
    this.unit.expect(quantity, `PostgresCluster ${name}.size`, props.size);
    const cluster = new Cluster(this, 'cluster', {
      metadata: { name },
      spec: {
        instances,
        imageName: props.image,
        primaryUpdateStrategy: 'unsupervised',
        // The budget of a single instance would block every drain of its node.
        enablePDB: instances > 1,
        ...(backup === undefined ? {} : { env: OBJECT_STORE_ENV, ...this.declareBackup(backup, props.recovery) }),
        managed: { roles: Lazy.any({ produce: () => this.roles() }) },
        ...(props.parameters === undefined ? {} : { postgresql: { parameters: props.parameters } }),
        storage: { size: props.size, ...this.storageClass() },
        resources: props.resources ?? DEFAULT_RESOURCES,
      },
    });
    if (props.file !== undefined) this.unit.place(cluster, props.file);
    postgresPodMonitor(this, name);
  }

  /**
   * A database with an owner of the same name and a generated password, made once. Its locale can never be changed; the
   * locale `C`, which some apps demand, compares text byte by byte.
   */
  database(name: string, { locale }: { readonly locale?: 'C' } = {}): Database {
    const known = this.databases.get(name);
    if (known !== undefined) return known;
    this.unit.expect(dnsLabel, `PostgresCluster ${this.name}.database`, name);
    // CloudNativePG reads the role's name and password from here, and again when they change.
    const secret = new DeclaredSecret(this, `${this.name}-${name}`, basicAuth(name), {
      labels: { 'cnpg.io/reload': 'true' },
    });
    new DatabaseObject(this, `database-${name}`, {
      metadata: { name: `${this.name}-${name}` },
      spec: {
        cluster: { name: this.name },
        name,
        owner: name,
        // Only template0 lets a database have another locale than the server's own.
        ...(locale === undefined ? {} : { template: 'template0', localeCollate: locale, localeCType: locale }),
      },
    });
    const password = { secret, key: 'password' };
    const database = new Database({ unit: this.unit, host: this.host, port: 5432, name, user: name, password });
    this.databases.set(name, database);
    return database;
  }

  private roles() {
    return [...this.databases.keys()].map((name) => ({
      name,
      ensure: 'present' as const,
      login: true,
      passwordSecret: { name: `${this.name}-${name}` },
    }));
  }

  private declareBackup(backup: PostgresBackup, recovery?: PostgresRecovery) {
    checkBackup(this.unit, this.name, backup);
    if (recovery !== undefined) checkRecovery(this.unit, this.name, backup, recovery);
    const credentials = backupCredentials(this);
    new ScheduledBackup(this, 'scheduled-backup', {
      metadata: { name: this.name },
      spec: {
        schedule: backup.schedule,
        // Without a first base backup nothing could be restored until the schedule comes round.
        immediate: true,
        backupOwnerReference: 'self',
        cluster: { name: this.name },
      },
    });
    const { retention: retentionPolicy } = backup;
    return {
      backup: { retentionPolicy, barmanObjectStore: barmanObjectStore(backup, credentials) },
      ...(recovery === undefined ? {} : recoverySpec(backup, credentials, recovery)),
    };
  }

  private storageClass() {
    const { storageClass } = this.unit.cluster.settings;
    return storageClass === undefined ? {} : { storageClass };
  }
}
