import { Construct } from 'constructs';
import { MariaDB } from '../../../imports/k8s.mariadb.com.js';
import { RESTRICTED_CONTAINER, restrictedPod } from '../../model/restricted.js';
import { DeclaredSecret } from '../declared-secret.js';
import { quantity } from '../format.js';
import { mariadbCredentials } from '../secrets/templates/mariadb.js';
import { type Unit, unitOf } from '../unit.js';
import { Database } from './database.js';

export interface MariadbServerProps {
  readonly image: string;
  /** Size of the volume. */
  readonly size: string;
  /** The application's user. */
  readonly user: string;
  /** Name of its database. @default the user's name */
  readonly database?: string;
}

/** The user of the official image. */
const MYSQL = 999;

/**
 * A MariaDB server with one database, made by mariadb-operator. The passwords are our own Secret: what the
 * operator generates itself, it would generate anew in a cluster that is made anew over the old volume.
 */
export class MariadbServer extends Construct {
  readonly database: Database;
  /** Labels of its pods. */
  readonly podLabels: Readonly<Record<string, string>>;

  constructor(scope: Construct, name: string, { image, size, user, database = user }: MariadbServerProps) {
    super(scope, name);
    const unit: Unit = unitOf(this);
    unit.expect(quantity, `MariadbServer ${name}.size`, size);
    this.podLabels = { 'app.kubernetes.io/name': 'mariadb', 'app.kubernetes.io/instance': name };
    const secret = new DeclaredSecret(unit, name, mariadbCredentials({ username: user, database }));
    const { storageClass } = unit.cluster.settings;
    new MariaDB(this, 'server', {
      metadata: { name },
      spec: {
        image,
        rootPasswordSecretKeyRef: { name, key: secret.ref('mariadb-root-password').key },
        database,
        username: user,
        passwordSecretKeyRef: { name, key: secret.ref('mariadb-password').key },
        storage: { size, ...(storageClass === undefined ? {} : { storageClassName: storageClass }) },
        podSecurityContext: { ...restrictedPod(MYSQL), fsGroup: MYSQL },
        securityContext: RESTRICTED_CONTAINER,
        resources: { requests: { cpu: '50m', memory: '256Mi' }, limits: { memory: '512Mi' } },
      },
    });
    this.database = new Database({
      unit,
      host: `${name}.${unit.namespace}.svc.cluster.local`,
      port: 3306,
      name: database,
      user,
      password: { secret, key: 'mariadb-password' },
    });
  }
}
