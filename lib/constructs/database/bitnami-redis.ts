import { Construct } from 'constructs';
import type { JsonObject } from '../../model/json.js';
import { checksumAnnotations } from '../app/checksum.js';
import type { Resources } from '../app/container.js';
import { DeclaredSecret } from '../declared-secret.js';
import { quantity } from '../format.js';
import { chartImage } from '../helm/chart-image.js';
import { HelmApp } from '../helm/helm-app.js';
import { type RedisCredentials, redisCredentials } from '../secrets/templates/redis.js';
import { exposeTcp } from '../tcp/expose-tcp.js';
import { type Unit, unitOf } from '../unit.js';

export interface BitnamiRedisProps {
  /** The official image, `docker.io/library/redis`, on Debian: the chart's scripts need bash. */
  readonly image: string;
  /** Size of the volume, such as `8Gi`. */
  readonly size: string;
  /** Host name for clients outside the cluster. @default only the inside reaches it */
  readonly host?: string;
  /** Name of the Secret with the password. @default '<name>-credentials' */
  readonly secretName?: string;
  /** @default 50m CPU and 64Mi, limited to 512Mi */
  readonly resources?: Resources;
  /** Name of the chart in charts/versions.yaml. @default 'redis' */
  readonly chart?: string;
}

const PORT = 6379;
const DEFAULT_RESOURCES = { requests: { cpu: '50m', memory: '64Mi' }, limits: { memory: '512Mi' } };

/** Redis by Bitnami's chart with the official image: one instance with a volume and a password (S2-32 to S2-34). */
export class BitnamiRedis extends Construct {
  readonly unit: Unit;
  /** Host name that resolves in every namespace. */
  readonly address: string;
  readonly port = PORT;
  readonly secret: DeclaredSecret<keyof RedisCredentials>;
  /** Full host name for clients outside; undefined when not exposed. */
  readonly host: string | undefined;

  constructor(scope: Construct, name: string, props: BitnamiRedisProps) {
    super(scope, name);
    const unit: Unit = unitOf(this);
    const { image, size, secretName = `${name}-credentials`, resources = DEFAULT_RESOURCES, chart = 'redis' } = props;
    const { storageClass } = unit.cluster.settings;
    const service = `${name}-master`;
    unit.expect(quantity, `BitnamiRedis ${name}.size`, size);
    this.unit = unit;
    this.secret = new DeclaredSecret(this, secretName, redisCredentials());
    this.address = `${service}.${unit.namespace}.svc.cluster.local`;
    new HelmApp(this, name, {
      chart,
      stateful: true,
      timeout: '10m',
      values: {
        fullnameOverride: name,
        architecture: 'standalone',
        // The chart refuses every image that is not Bitnami's until it is told that it is meant.
        global: { security: { allowInsecureImages: true } },
        image: chartImage(image),
        auth: { enabled: true, existingSecret: secretName, existingSecretPasswordKey: 'redis-password' },
        master: {
          service: { type: 'ClusterIP', ports: { redis: PORT } },
          persistence: { enabled: true, size, ...(storageClass === undefined ? {} : { storageClass }) },
          podAnnotations: checksumAnnotations([this.secret]),
          resourcesPreset: 'none',
          resources: resources as JsonObject,
        },
      },
      brings: [service, `${name}-headless`].map((one) => ({ group: '', kind: 'Service', name: one })),
    });
    this.host =
      props.host === undefined
        ? undefined
        : exposeTcp(this, {
            service,
            name,
            port: PORT,
            protocol: 'redis',
            host: props.host,
            selector: { 'app.kubernetes.io/instance': name, 'app.kubernetes.io/component': 'master' },
            access: { own: 'Redis asks for a password' },
          });
  }
}
