import { Construct } from 'constructs';
import type { Json, JsonObject } from '../../model/json.js';
import { RESTRICTED_CONTAINER, restrictedPod } from '../../model/restricted.js';
import { type Checksummed, checksumAnnotations } from '../app/checksum.js';
import type { Database } from '../database/database.js';
import { DeclaredSecret } from '../declared-secret.js';
import { autoHttps } from '../exposure/expose.js';
import { HelmApp } from '../helm/helm-app.js';
import { type AuthentikCredentials, authentikCredentials } from '../secrets/templates/authentik.js';
import { type Unit, unitOf } from '../unit.js';

export interface AuthentikProps {
  /** Any PostgreSQL; authentik needs nothing else since it dropped Redis. */
  readonly database: Database;
  /** Host name, or its first label under the cluster's domain. @default 'authentik' */
  readonly host?: string;
  /** Name of the Secret with its settings. @default the release's name */
  readonly secretName?: string;
  /** Address of the first administrator. @default it is asked for */
  readonly email?: string;
  /** Secrets of the unit's namespace whose every key becomes a variable of server and worker. @default none */
  readonly envFrom?: readonly (Checksummed & { readonly name: string })[];
  /** ConfigMaps of blueprints in the unit's namespace; keys that do not end in `.yaml` are ignored. @default none */
  readonly blueprints?: readonly string[];
  /**
   * Blueprints that a later unit brings, each with the Secret that it reads by `!File`: they appear in the worker as soon
   * as they are there, without a restart (S3-64, trap 65). @default none
   */
  readonly laterBlueprints?: readonly LaterBlueprint[];
  /** The chart's own PostgreSQL is switched on in `values`: then the release holds data. @default false */
  readonly stateful?: boolean;
  /** Values of the chart that differ from ours, by their top-level name. @default none */
  readonly values?: JsonObject;
}

/** Names of what another unit brings into authentik's namespace. */
export interface LaterBlueprint {
  readonly configMap: string;
  readonly secret: string;
}

/**
 * authentik as a Helm release. Its secrets come from the cluster's backend, its database is any `Database`, and
 * it is exposed the cluster's own way.
 */
export class Authentik extends Construct {
  /** Full host name. */
  readonly host: string;
  /** Its settings, the bootstrap token and the first password among them. */
  readonly secret: DeclaredSecret<keyof AuthentikCredentials>;

  constructor(scope: Construct, name: string, props: AuthentikProps) {
    super(scope, name);
    const { database, host = 'authentik', secretName = name, envFrom = [], blueprints = [], values = {} } = props;
    const { laterBlueprints = [], stateful = false } = props;
    const unit: Unit = unitOf(this);
    unit.needs(database.unit);
    // A copy of the database's password among them: nobody reads a Secret of another namespace (traps 43, 44).
    this.secret = new DeclaredSecret(
      this,
      secretName,
      authentikCredentials({ database, ...(props.email === undefined ? {} : { email: props.email }) }),
    );
    new HelmApp(this, name, {
      chart: 'authentik',
      timeout: '15m',
      stateful,
      brings: [{ group: '', kind: 'Service', name: `${name}-server` }],
      values: {
        authentik: { existingSecret: { secretName } },
        global: {
          securityContext: { ...restrictedPod(1000), fsGroup: 1000 },
          podAnnotations: checksumAnnotations([this.secret, ...envFrom]),
          ...(envFrom.length === 0 ? {} : { envFrom: envFrom.map((secret) => ({ secretRef: { name: secret.name } })) }),
        },
        server: component('100m', '512Mi'),
        worker: { ...component('100m', '512Mi'), ...mounts(laterBlueprints) },
        // Rights over Deployments and Secrets of the cluster, for outposts outside the server only.
        serviceAccount: { create: false },
        ...(blueprints.length === 0 ? {} : { blueprints: { configMaps: [...blueprints] } }),
        ...values,
      },
    });
    const access = { own: 'authentik is the login' };
    this.host = autoHttps(unit, { service: `${name}-server`, port: 80, host, access });
  }
}

/** File of the worker that holds a key of a later blueprint's Secret. */
export function laterSecretFile({ secret }: LaterBlueprint, key: string): string {
  return `/blueprint-secrets/${secret}/${key}`;
}

function mounts(later: readonly LaterBlueprint[]): JsonObject {
  if (later.length === 0) return {};
  const volumes: Json[] = later.flatMap(({ configMap, secret }) => [
    { name: `cm-${configMap}`, configMap: { name: configMap, optional: true } },
    { name: `secret-${secret}`, secret: { secretName: secret, optional: true } },
  ]);
  const volumeMounts: Json[] = later.flatMap(({ configMap, secret }) => [
    { name: `cm-${configMap}`, mountPath: `/blueprints/mounted/cm-${configMap}`, readOnly: true },
    { name: `secret-${secret}`, mountPath: `/blueprint-secrets/${secret}`, readOnly: true },
  ]);
  return { volumes, volumeMounts };
}

function component(cpu: string, memory: string): JsonObject {
  return {
    containerSecurityContext: RESTRICTED_CONTAINER,
    resources: { requests: { cpu, memory }, limits: { memory: '1Gi' } },
  };
}
