import { Construct } from 'constructs';
import { WebApp } from '../app/web-app.js';
import { DeclaredSecret, type SecretKeyValue } from '../declared-secret.js';
import { redisCredentials } from '../secrets/templates/redis.js';
import { type Unit, unitOf } from '../unit.js';

export interface ValkeyProps {
  /** Memory for its data; the pod gets half as much again. @default 128 */
  readonly megabytes?: number;
}

const PORT = 6379;

/**
 * Valkey for one app, in the app's namespace: a cache or a queue that may be lost with its pod. It speaks Redis, whose
 * bundled Bitnami charts have no maintained images any more.
 */
export class Valkey extends Construct {
  /** Name of the Service in the unit's namespace. */
  readonly host: string;
  readonly port = PORT;
  readonly password: SecretKeyValue;
  readonly secret: DeclaredSecret<'redis-password'>;
  readonly selector: Readonly<Record<string, string>>;

  constructor(scope: Construct, name: string, { megabytes = 128 }: ValkeyProps = {}) {
    super(scope, `valkey-${name}`);
    const unit: Unit = unitOf(this);
    this.secret = new DeclaredSecret(this, name, redisCredentials());
    this.password = this.secret.ref('redis-password');
    const app = new WebApp(this, name, {
      image: unit.cluster.image('valkey'),
      port: PORT,
      portName: 'redis',
      user: 999,
      env: { VALKEY_PASSWORD: this.password },
      // Kubernetes fills in $(…). A queue must be refused rather than forgotten when memory is full.
      args: [
        ...['valkey-server', '--requirepass', '$(VALKEY_PASSWORD)', '--dir', '/tmp', '--save', ''],
        ...['--maxmemory', `${megabytes}mb`, '--maxmemory-policy', 'noeviction'],
      ],
      resources: {
        requests: { cpu: '10m', memory: '32Mi' },
        limits: { memory: `${Math.ceil(megabytes * 1.5)}Mi` },
      },
    });
    this.host = app.name;
    this.selector = app.selector;
  }
}
